#include "records/indexed_file.hpp"
#include "support/program.hpp"
#include "support/random.hpp"
#include "support/sorted_lines.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <unistd.h>

namespace hapmill::test {
namespace {

constexpr char const* unsorted_matrix =
    "CHROM\tPOS\tREF\ta\tb\n"
    "2\t10\tA\tA\tT\n2\t30\tA\tC\tA\n2\t20\tA\tA\tA\n2\t20\tA\tG\tT\n2\t20\tA\tT\tG\n"
    "1\t7\tC\tC\tA\n1\t5\tC\tG\tC\n";

class SortOption : public ProgramTest {
 protected:
  void SetUp() override { write("m.tsv", unsorted_matrix); }

  std::string records_of(std::string const& vcf) const {
    return vcf.substr(vcf.find('\n', vcf.find("#CHROM")) + 1);
  }
};

TEST_F(SortOption, SortsTheSitesOfEachContig) {
  char const* const table =
      "contig\tpos\tref\talt\tab_PI\tab_PG_al\n"
      "2\t10\tA\tT\t2\tA|T\n2\t20\tA\tG,T\t2\tG|T\n2\t20\tA\tT,G\t2\tT|G\n2\t30\tA\tC\t2\tC|A\n"
      "1\t5\tC\tG\t1\tG|C\n1\t7\tC\tA\t1\tC|A\n";
  EXPECT_EQ(run({"convert", "m.tsv", "-q", "--sort"}).output, table) << "on standard output";
  EXPECT_EQ(run({"convert", "m.tsv", "-q", "--sort", "-o", "t.tsv"}).exit_code, 0);
  EXPECT_EQ(read("t.tsv"), table);
  Descriptor const matrix = make_filled_pipe(unsorted_matrix);
  Launch launch;
  launch.input = matrix.number();
  EXPECT_EQ(run({"convert", "-", "-q", "--sort"}, launch).output, table) << "of a stream";
  EXPECT_EQ(names(), (Arguments{"m.tsv", "t.tsv"}));
}

TEST_F(SortOption, SortsEveryTableStyle) {
  for (char const* style : {"panel-v1", "panel", "phase", "vcf-simplify"}) {
    auto const plain = run({"convert", "m.tsv", "-q", "--table-style", style}).output;
    auto const sorted = run({"convert", "m.tsv", "-q", "--table-style", style, "--sort"}).output;
    EXPECT_NE(sorted, plain);
    EXPECT_EQ(sorted, sort_sites(plain));
  }
}

TEST_F(SortOption, AnUnsortedMatrixCanHaveAnIndex) {
  EXPECT_EQ(run({"convert", "m.tsv", "-q", "-o", "m.vcf.gz"}).exit_code, 4);
  for (char const* name : {"m.vcf.gz", "m.bcf"}) {
    auto const done = run({"convert", "m.tsv", "-q", "--sort", "-o", name, "--report", "r.json"});
    EXPECT_EQ(done.exit_code, 0);
    EXPECT_EQ(done.error, "");
    EXPECT_TRUE(has(std::string{name} + ".csi"));
    EXPECT_TRUE(nlohmann::json::parse(read("r.json")).at("unsorted").is_null());
  }
}

TEST_F(SortOption, IsInTheCommandLineOfTheHeader) {
  run({"convert", "m.tsv", "-q", "--threads", "2", "--sort", "-o", "m.vcf"});
  EXPECT_NE(read("m.vcf").find("##hapmillCommand=hapmill convert m.tsv --sort\n"),
            std::string::npos);
}

TEST_F(SortOption, PhaseSetIsThatOfTheFirstRowInTheMatrix) {
  run({"convert", "m.tsv", "-q", "--sort", "--ps", "-o", "m.vcf"});
  std::string const records = records_of(read("m.vcf"));
  EXPECT_TRUE(records.starts_with("2\t10\t")) << records;
  EXPECT_NE(records.find("1\t5\t.\tC\tG\t.\tPASS\tAC=1;AN=2;NS=1\tGT:PS\t1|0:7\n"),
            std::string::npos)
      << records;
}

TEST_F(SortOption, AWrongPlanDiscardsTheGatheredRecords) {
  // Large enough for bisection to cost less than a scan; bisection misses the separate row.
  std::string matrix = "CHROM\tPOS\tREF\ta\tb\n";
  std::string const cells = "\tA\tA\t" + std::string(200, 'A') + "\n";
  auto const add = [&](int contig, int pos) {
    matrix += std::to_string(contig) + '\t' + std::to_string(pos) + cells;
  };
  for (int k = 200'000; k > 0; --k) add(k > 100'000 || k == 70'000 ? 1 : 2, k);
  write("apart.tsv", matrix);
  auto const done = run({"convert", "apart.tsv", "--sort", "-o", "t.tsv"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_NE(done.error.find("starting again"), std::string::npos) << done.error;
  auto const lines = split_lines(read("t.tsv"));
  ASSERT_EQ(lines.size(), 200'001U);
  std::size_t at = 1;
  auto const expect_line = [&](int contig, int pos) {
    ASSERT_TRUE(lines[at].starts_with(std::to_string(contig) + '\t' + std::to_string(pos) + '\t'))
        << lines[at];
    ++at;
  };
  expect_line(1, 70'000);
  for (int k = 100'001; k <= 200'000; ++k) expect_line(1, k);
  for (int k = 1; k <= 100'000; ++k) {
    if (k != 70'000) expect_line(2, k);
  }
}

TEST_F(SortOption, BadRowsAndRejectsAreTheSame) {
  write("bad.tsv", std::string{unsorted_matrix} + "1\t4\tC\n1\t3\tC\tA\tT\n1\t0\tC\tA\tC\n");
  expect_error(run({"convert", "bad.tsv", "--sort", "-o", "t.tsv"}), 3, {"bad.tsv:9"});
  EXPECT_FALSE(has("t.tsv"));
  auto const done = run({"convert", "bad.tsv", "-q", "--sort", "--on-bad-row", "skip", "--rejects",
                         "r.txt", "-o", "t.tsv"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(read("r.txt"), "9\tfields\t1\t4\tC\n11\tpos\t1\t0\tC\tA\tC\n");
  EXPECT_NE(read("t.tsv").find("\n1\t3\tC\tA,T\t1\tA|T\n1\t5\t"), std::string::npos);
}

TEST_F(SortOption, ABrokenPipeIsSuccess) {
  Pipe pipe = make_pipe();
  pipe.read_end.close();
  Launch launch;
  launch.output = pipe.write_end.number();
  auto const finished = run({"convert", "m.tsv", "--sort"}, launch);
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_NE(finished.error.find("stopped early"), std::string::npos) << finished.error;
}

TEST_F(SortOption, AFullDiskIsAnOutputError) {
  expect_error(run({"convert", "m.tsv", "--sort", "-o", "/dev/full"}), 5, {"/dev/full"});
}

/// Returns CHROM:POS:REF of the records in a region, found by checking all of them.
std::vector<std::string> scan(std::vector<std::string> const& records, std::string const& contig,
                              std::int64_t begin, std::int64_t end) {
  std::vector<std::string> found;
  for (auto const& record : records) {
    std::size_t const tab = record.find('\t');
    std::int64_t const pos = std::stoll(record.substr(tab + 1));
    if (record.substr(0, tab) == contig && begin < pos && pos <= end) {
      found.push_back(contig + ':' + std::to_string(pos) + ":A");
    }
  }
  return found;
}

TEST_F(SortOption, TheIndexFindsTheSameAsAScan) {
  Random random{5};
  std::string matrix = "CHROM\tPOS\tREF\ta\tb\n";
  for (int contig = 1; contig <= 3; ++contig) {
    for (int k = 0; k < 20'000; ++k) {
      matrix += "chr" + std::to_string(contig) + '\t' +
                std::to_string(random.between(1, 3'000'000)) + "\tA\tA\tT\n";
    }
  }
  write("r.tsv", matrix);
  for (auto const& [kind, name, index] : {std::tuple{RecordKind::vcf, "r.vcf.gz", "csi"},
                                          std::tuple{RecordKind::vcf, "t.vcf.gz", "tbi"},
                                          std::tuple{RecordKind::bcf, "r.bcf", "csi"}}) {
    auto const done = run({"convert", "r.tsv", "-q", "--sort", "-o", name, "--index", index});
    ASSERT_EQ(done.exit_code, 0) << done.error;
    auto const records = split_lines(records_of(read_bgzf(file("r.vcf.gz"))));
    ASSERT_EQ(records.size(), 60'000U);
    IndexedReader reader{kind, file(name), file(name) + '.' + index};
    for (int k = 0; k < 100; ++k) {
      std::string const contig = "chr" + std::to_string(random.between(1, 3));
      auto const begin = static_cast<std::int64_t>(random.below(3'000'000));
      auto const end = begin + static_cast<std::int64_t>(random.below(30'000));
      ASSERT_EQ(reader.read_region(contig, begin, end), scan(records, contig, begin, end));
    }
  }
}

}  // namespace
}  // namespace hapmill::test
