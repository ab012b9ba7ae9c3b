#include "support/program.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

constexpr char const* matrix =
    "CHROM\tPOS\tREF\t1a\t1b\n"
    "2\t5\tA\tC\tA\n"
    "2\t9\tA\tC\tC\n"
    "1\t7\tA\tG\tA\n"
    "3\t1\tA\tG\tA\n"
    "1\t8\tA\tT\tA\n";

class RegionOption : public ProgramTest {
 protected:
  void SetUp() override { write("m.tsv", matrix); }

  /// Returns the contigs and positions of the records.
  std::string sites(Arguments arguments) const {
    arguments.insert(arguments.begin(), {"convert", "m.tsv"});
    auto const done = run(arguments);
    EXPECT_EQ(done.exit_code, 0) << done.error;
    std::string text;
    for (std::size_t at = 0; at < done.output.size(); at = done.output.find('\n', at) + 1) {
      if (done.output[at] == '#' || done.output.compare(at, 6, "contig") == 0) continue;
      std::size_t const tab = done.output.find('\t', at);
      std::size_t const end = done.output.find('\t', tab + 1);
      text +=
          done.output.substr(at, tab - at) + ":" + done.output.substr(tab + 1, end - tab - 1) + " ";
    }
    return text;
  }
};

TEST_F(RegionOption, SelectsRowsInTheOrderOfTheMatrix) {
  EXPECT_EQ(sites({"-r", "1:8,2:9,1:7"}), "2:9 1:7 1:8 ");
  EXPECT_EQ(sites({"-r1:8", "--regions", "2"}), "2:5 2:9 1:8 ");
  EXPECT_EQ(sites({"-r", "1:8,2:9,3", "--contig-order", "sorted"}), "1:8 2:9 3:1 ");
  EXPECT_EQ(sites({"-r", "2:-5,1:8-", "-O", "v"}), "2:5 1:8 ");
  write("r.bed", "1\t7\t8\n2\t0\t5\n");
  EXPECT_EQ(sites({"-R", "r.bed"}), "2:5 1:8 ");
  EXPECT_EQ(sites({"-Rr.bed", "--full-scan"}), "2:5 1:8 ");
}

TEST_F(RegionOption, KeepsContigsAndPhaseSetsOfTheWholeMatrix) {
  auto const done = run({"convert", "m.tsv", "-O", "v", "--ps", "-r", "1:8"});
  ASSERT_EQ(done.exit_code, 0) << done.error;
  EXPECT_NE(done.output.find("##contig=<ID=2>\n##contig=<ID=1>\n##contig=<ID=3>\n"),
            std::string::npos);
  EXPECT_NE(done.output.find("\t1|0:7\n"), std::string::npos) << done.output;
  EXPECT_NE(done.output.find("convert m.tsv --regions 1:8 --ps\n"), std::string::npos)
      << done.output;
}

TEST_F(RegionOption, ReportsRegionsWithoutRows) {
  write("r.txt", "1\t8\t8\n2\t6\t8\nX\t1\t2\n3\n");
  auto const done = run({"convert", "m.tsv", "-R", "r.txt", "-o", "t.tsv", "--report", "r.json"});
  ASSERT_EQ(done.exit_code, 0) << done.error;
  EXPECT_NE(done.error.find("1 of 3 regions without a row: \"2:6-8\""), std::string::npos)
      << done.error;
  EXPECT_NE(done.error.find("1 contig not in the matrix: \"X\""), std::string::npos) << done.error;
  EXPECT_NE(done.error.find("m.tsv: 2 rows read = 2 variant sites"), std::string::npos);
  EXPECT_NE(read("r.json").find("\"without_rows\": 1"), std::string::npos);
}

TEST_F(RegionOption, IsTheSameFromAPipeInAnyOrder) {
  std::string const ref(5000, 'G');
  for (bool const is_sorted : {true, false}) {
    std::string text = "CHROM\tPOS\tREF\t1a\t1b\n";
    for (int k = 1; k <= 3000; ++k) {
      int const pos = is_sorted || (k != 1400 && k != 2100) ? k : 3500 - k;
      text += "1\t" + std::to_string(pos) + "\t" + ref + "\tA\tG\n";
    }
    write("m.tsv", text);
    // Rows of the region are checked before the first one is written.
    auto const piped = run({"convert", "m.tsv", "-r", "1:1300-1500"});
    EXPECT_EQ(piped.exit_code, 0) << piped.error;
    run({"convert", "m.tsv", "-r", "1:1300-1500", "-o", "t.tsv", "--full-scan"});
    EXPECT_EQ(piped.output, read("t.tsv")) << is_sorted;
    EXPECT_NE(piped.error.find("201 rows read"), std::string::npos) << piped.error;
  }
}

TEST_F(RegionOption, RefusesInvalidRegionsAndCombinations) {
  auto const refused = [&](Arguments arguments, int exit_code,
                           std::initializer_list<std::string_view> words) {
    arguments.insert(arguments.begin(), "convert");
    expect_error(run(arguments), exit_code, words);
  };
  refused({"m.tsv", "-r", "4"}, 3, {"no contig \"4\"", "\"2\", \"1\", \"3\""});
  refused({"m.tsv", "-r", "1:5-4"}, 2, {"--regions", "5-4"});
  refused({"m.tsv", "-r", ""}, 2, {"--regions"});
  refused({"-", "-r", "1"}, 2, {"give the matrix as a file"});
  refused({"m.tsv", "-R", "missing"}, 3, {"missing"});
  write("r.txt", "4\n");
  refused({"m.tsv", "-R", "r.txt"}, 3, {"none of the contigs of r.txt"});
  refused({"m.tsv", "-R", "r.txt", "-r", "1"}, 2, {"one of them"});
  refused({"m.tsv", "-R", "r.txt", "-o", "r.txt"}, 2, {"overwrite the --regions-file"});
}

TEST_F(RegionOption, WorksWithGroupsOfAPlan) {
  auto const made =
      run({"plan", "m.tsv", "-r", "1:8,2:9,3:5", "-o", "p.vcf", "--groups", "2", "--json"});
  ASSERT_EQ(made.exit_code, 0) << made.error;
  write("p.json", made.output);
  for (char const* group : {"0", "1"}) {
    EXPECT_EQ(run({"convert", "--plan", "p.json", "--group", group}).exit_code, 0);
  }
  auto const joined = run({"finalize", "p.json"});
  EXPECT_EQ(joined.exit_code, 0) << joined.error;
  EXPECT_NE(joined.error.find("1 of 3 regions without a row: \"3:5-5\""), std::string::npos);
  run({"convert", "m.tsv", "-r", "1:8,2:9,3:5", "-o", "q.vcf"});
  EXPECT_EQ(read("p.vcf"), read("q.vcf"));
}

}  // namespace
}  // namespace hapmill::test
