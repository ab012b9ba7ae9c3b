#include "support/program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace hapmill::test {
namespace {

class SplitByContig : public ProgramTest {
 protected:
  void SetUp() override {
    write("m.tsv",
          "CHROM\tPOS\tREF\t1a\t1b\n"
          "../x\t5\tA\tC\tA\n"
          "b\t9\tA\tA\tA\n"
          "1\t7\tA\tG\tA\n"
          "../x\t6\tA\tG\tA\n"
          "1\t8\tA\tT\tA\n");
  }

  /// Returns the names of the files in a folder of the test, sorted.
  Arguments in(std::string const& folder) const {
    Arguments found;
    for (auto const& entry : std::filesystem::directory_iterator{file(folder)}) {
      found.push_back(entry.path().filename());
    }
    std::sort(found.begin(), found.end());
    return found;
  }
};

TEST_F(SplitByContig, WritesAFinishedFileForEachContig) {
  auto const done = run({"convert", "m.tsv", "-O", "v", "--split-by-contig", "d/e"});
  ASSERT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(in("d/e"), (Arguments{"%2E.%2Fx.vcf", "1.vcf", "b.vcf"}));
  run({"convert", "m.tsv", "-o", "all.vcf"});
  auto const all = read("all.vcf");
  auto const header = all.substr(0, all.find("../x\t"));
  auto const ones = all.find("\n1\t") + 1;
  EXPECT_EQ(read("d/e/%2E.%2Fx.vcf"), all.substr(0, ones));
  EXPECT_EQ(read("d/e/1.vcf"), header + all.substr(ones));
  EXPECT_EQ(read("d/e/b.vcf"), header) << "no site is variant";
}

TEST_F(SplitByContig, NamesThemByAPatternWithTheirIndexes) {
  auto const done = run({"convert", "m.tsv", "-o", "p.{contig}.bcf", "--split-by-contig", "d"});
  ASSERT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(in("d"), (Arguments{"p.%2E.%2Fx.bcf", "p.%2E.%2Fx.bcf.csi", "p.1.bcf", "p.1.bcf.csi",
                                "p.b.bcf", "p.b.bcf.csi"}));
  run({"convert", "m.tsv", "-r", "1", "-o", "1.bcf", "--no-version"});
  run({"convert", "m.tsv", "-r", "1,b:1", "-o", "{contig}.bcf", "--split-by-contig", "d2",
       "--no-version", "--threads", "2", "--chunk-size", "8"});
  EXPECT_EQ(in("d2"), (Arguments{"1.bcf", "1.bcf.csi", "b.bcf", "b.bcf.csi"}));
  EXPECT_EQ(read("d2/1.bcf"), read("1.bcf"));
  EXPECT_EQ(read("d2/1.bcf.csi"), read("1.bcf.csi"));
}

TEST_F(SplitByContig, AcceptsAStreamAndSortsSites) {
  write("s.tsv", "CHROM\tPOS\tREF\t1a\t1b\nno row\nb\t9\tA\tC\tA\nb\t7\tA\tC\tA\n1\t7\tA\tG\tA\n");
  auto const pipe = make_filled_pipe(read("s.tsv"));
  Launch from_pipe;
  from_pipe.input = pipe.number();
  auto const done =
      run({"convert", "-", "--split-by-contig", "d", "--sort", "--on-bad-row", "skip"}, from_pipe);
  ASSERT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(in("d"), (Arguments{"1.tsv", "b.tsv"}));
  EXPECT_LT(read("d/b.tsv").find("\nb\t7\t"), read("d/b.tsv").find("\nb\t9\t"));
}

TEST_F(SplitByContig, ChangesNothingIfItFails) {
  std::filesystem::create_directory(file("d"));
  write("d/1.tsv", "old");
  write("bad.tsv", read("m.tsv") + "c\tx\tA\tA\tA\n");
  auto const refused = [&](Arguments arguments, int exit_code,
                           std::initializer_list<std::string_view> words) {
    arguments.insert(arguments.begin(), "convert");
    expect_error(run(arguments), exit_code, words);
    EXPECT_EQ(in("d"), (Arguments{"1.tsv"}));
    EXPECT_EQ(read("d/1.tsv"), "old");
  };
  refused({"bad.tsv", "--split-by-contig", "d"}, 3, {"bad.tsv:7: column 2"});
  refused({"m.tsv", "--split-by-contig", "d", "-o", "x.tsv"}, 2, {"{contig}"});
  refused({"m.tsv", "--split-by-contig", "d", "-o", "../{contig}"}, 2, {"without a /"});
  write("m2.tsv", "CHROM\tPOS\tREF\t1a\t1b\n" + std::string(300, 'x') + "\t5\tA\tC\tA\n");
  refused({"m2.tsv", "--split-by-contig", "d"}, 3, {"too long"});
  refused({"m.tsv", "--split-by-contig", "m.tsv"}, 5, {"m.tsv"});
  refused({"m.tsv", "--split-by-contig", "d", "--rejects", "d/b.tsv", "--on-bad-row", "skip"}, 2,
          {"would overwrite"});
}

TEST_F(SplitByContig, DoesNotOverwriteItsMatrix) {
  std::filesystem::create_directory(file("d"));
  write("d/1.tsv", read("m.tsv"));
  expect_error(run({"convert", "d/1.tsv", "--split-by-contig", "d"}), 2,
               {"would overwrite the matrix"});
  EXPECT_EQ(read("d/1.tsv"), read("m.tsv"));
  EXPECT_EQ(in("d"), (Arguments{"1.tsv"}));
}

TEST_F(SplitByContig, ReportsSitesThatGoBackwards) {
  write("m.tsv", "CHROM\tPOS\tREF\t1a\t1b\nb\t9\tA\tC\tA\nb\t7\tA\tC\tA\n1\t7\tA\tG\tA\n");
  auto const done = run({"convert", "m.tsv", "-O", "z", "--split-by-contig", "d"});
  EXPECT_EQ(done.exit_code, 4);
  EXPECT_NE(done.error.find("m.tsv:3: position 7 of contig \"b\""), std::string::npos);
  EXPECT_EQ(in("d"), (Arguments{"1.vcf.gz", "1.vcf.gz.csi", "b.vcf.gz"}));
}

}  // namespace
}  // namespace hapmill::test
