#include "support/program.hpp"
#include "tests/folders.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace hapmill::test {
namespace {

/// Returns the table with the alleles inside `alt` sorted, because the program that made the golden
/// files takes their order from a set.
std::string with_sorted_alt(std::string const& table) {
  std::istringstream lines{table};
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> fields;
    std::istringstream parts{line};
    for (std::string field; std::getline(parts, field, '\t');) fields.push_back(field);
    if (fields.size() > 3) {
      std::vector<std::string> alleles;
      std::istringstream alt{fields[3]};
      for (std::string allele; std::getline(alt, allele, ',');) alleles.push_back(allele);
      std::sort(alleles.begin(), alleles.end());
      fields[3].clear();
      for (auto const& allele : alleles) fields[3] += allele + ",";
    }
    for (auto const& field : fields) result += field + "\t";
    result += "\n";
  }
  return result;
}

class Golden : public ProgramTest, public testing::WithParamInterface<char const*> {
 protected:
  std::string const golden_ = HAPMILL_GOLDEN_DIR "/";
  std::string const matrix_ = golden_ + GetParam() + ".txt";
  std::string const expected_ = with_sorted_alt(read_text(golden_ + GetParam() + ".expected.tsv"));
};

TEST_P(Golden, TheTableIsThatOfTheScript) {
  auto const finished = run({"convert", "--header", golden_ + "header.txt", "--contig-order",
                             "sorted", matrix_, "-o", "t.tsv"});
  ASSERT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(with_sorted_alt(read("t.tsv")), expected_);
  EXPECT_EQ(names(), Arguments{"t.tsv"});
}

TEST_P(Golden, StandardStreamsGiveTheSameTable) {
  auto const file = open_file(matrix_, 0);
  Launch launch;
  launch.input = file.number();
  auto const finished =
      run({"convert", "-q", "--header", golden_ + "header.txt", "--contig-order", "sorted", "-"},
          launch);
  ASSERT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(with_sorted_alt(finished.output), expected_);
  EXPECT_EQ(finished.error, "");
}

TEST_P(Golden, GroupsGiveTheSameTable) {
  auto const planned = run({"plan", "--header", golden_ + "header.txt", "--contig-order", "sorted",
                            matrix_, "-o", "t.tsv", "--groups", "3", "--json"});
  ASSERT_EQ(planned.exit_code, 0) << planned.error;
  write("plan.json", planned.output);
  for (char const* group : {"0", "1", "2"})
    run({"convert", "--plan", "plan.json", "--group", group});
  auto const finished = run({"finalize", "plan.json"});
  ASSERT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(with_sorted_alt(read("t.tsv")), expected_);
}

INSTANTIATE_TEST_SUITE_P(Matrices, Golden,
                         testing::Values("named", "numeric", "ref-missing", "scattered"),
                         [](auto const& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace hapmill::test
