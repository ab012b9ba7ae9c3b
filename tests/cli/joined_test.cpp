#include "support/compressed.hpp"
#include "support/program.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace hapmill::test {
namespace {

std::string const header = "CHROM\tPOS\tREF\ta\tb\n";
std::string const table_header = "contig\tpos\tref\talt\tab_PI\tab_PG_al\n";

class SeveralMatrices : public ProgramTest {
 protected:
  void write_three() const {
    write("1.txt", header + "1\t1\tA\tA\tT\n1\t2\tA\tA\tC");
    write("2.txt", header + "2\t1\tA\tA\tT\n");
    write("3.txt", "##of three\n" + header + "3\t1\tA\tA\tT\n3\t2\tA\tG\tT\n");
  }
};

TEST_F(SeveralMatrices, AreConvertedLikeOne) {
  write_three();
  auto const expected = table_header +
                        "1\t1\tA\tT\t1\tA|T\n1\t2\tA\tC\t1\tA|C\n2\t1\tA\tT\t2\tA|T\n"
                        "3\t1\tA\tT\t3\tA|T\n3\t2\tA\tG,T\t3\tG|T\n";
  for (auto const& more : {Arguments{}, {"--full-scan"}, {"--threads", "3", "--chunk-size", "1"}}) {
    Arguments arguments{"convert", "1.txt", "2.txt", "3.txt"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto const finished = run(arguments);
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(finished.output, expected);
    EXPECT_EQ(finished.error.find("1.txt and 2 other files: 5 rows read"), 0U) << finished.error;
  }
  write("1.txt", gzip_member(read("1.txt")));
  EXPECT_EQ(run({"convert", "1.txt", "2.txt", "3.txt"}).output, expected);
  write("3.txt", bgzf_file(read("3.txt")));
  EXPECT_EQ(run({"convert", "1.txt", "2.txt", "3.txt"}).output, expected);
  auto const pipe = make_filled_pipe(read("2.txt"));
  Launch launch;
  launch.input = pipe.number();
  EXPECT_EQ(run({"convert", "1.txt", "-", "3.txt"}, launch).output, expected);
}

TEST_F(SeveralMatrices, TheRowsOfAContigAreGathered) {
  write("1.txt", header + "1\t1\tA\tA\tT\n2\t1\tA\tA\tT\n");
  write("2.txt", header + "1\t2\tA\tA\tT\n3\t1\tA\tA\tT\n");
  auto const finished = run({"convert", "1.txt", "2.txt"});
  EXPECT_EQ(finished.output, table_header +
                                 "1\t1\tA\tT\t1\tA|T\n1\t2\tA\tT\t1\tA|T\n2\t1\tA\tT\t2\tA|T\n"
                                 "3\t1\tA\tT\t3\tA|T\n");
  write("2.txt", gzip_member(read("2.txt")));
  expect_error(run({"convert", "1.txt", "2.txt"}), 3,
               {"2.txt:2: contig \"1\" returns", "gzip -dc"});
}

TEST_F(SeveralMatrices, MessagesNameFileAndLineOfABadRow) {
  write_three();
  for (auto const* file : {"1.txt", "2.txt", "3.txt"}) {
    auto const whole = read(file);
    auto const bad = whole + (whole.back() == '\n' ? "" : "\n") + file[0] + "\tx\tA\tA\tA\n";
    auto const line = std::string{file} + ":" +
                      std::to_string(file[0] == '1'   ? 4
                                     : file[0] == '2' ? 3
                                                      : 5);
    for (bool const is_compressed : {false, true}) {
      write(file, is_compressed ? zstd_frame(bad) : bad);
      for (auto const& more :
           {Arguments{}, {"--full-scan"}, {"--chunk-size", "1"}, {"--threads", "4"}}) {
        Arguments arguments{"convert", "1.txt", "2.txt", "3.txt"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        expect_error(run(arguments), 3, {line + ": column 2 (POS)"});
      }
    }
    write(file, whole);
  }
}

TEST_F(SeveralMatrices, RejectsNameFileAndLine) {
  write_three();
  write("2.txt", header + "2\t1\tA\tA\tT\n2\tx\tA\tA\tT\n");
  write("3.txt", header + "3\t0\tA\tA\tT\n3\tx\tA\tA\tT");
  for (bool const is_compressed : {false, true}) {
    if (is_compressed) write("1.txt", gzip_member(read("1.txt")));
    auto const finished = run({"convert", "1.txt", "2.txt", "3.txt", "--on-bad-row", "skip",
                               "--rejects", "r.txt", "--report", "r.json", "-o", "t"});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(
        read("r.txt"),
        "2.txt:3\tpos\t2\tx\tA\tA\tT\n3.txt:2\tpos\t3\t0\tA\tA\tT\n3.txt:3\tpos\t3\tx\tA\tA\tT\n");
    EXPECT_NE(finished.error.find("first in lines 2.txt:3, 3.txt:2, 3.txt:3"), std::string::npos)
        << finished.error;
    auto const report = nlohmann::json::parse(read("r.json"));
    EXPECT_EQ(report.at("matrix"), (Arguments{"1.txt", "2.txt", "3.txt"}));
    EXPECT_EQ(report.at("rejected").at("pos").at("first_lines"),
              (Arguments{"2.txt:3", "3.txt:2", "3.txt:3"}));
    EXPECT_EQ(report.at("bytes_in"),
              read("1.txt").size() + read("2.txt").size() + read("3.txt").size());
  }
}

TEST_F(SeveralMatrices, TheFileOfAnUnsortedSiteIsNamed) {
  write("1.txt", header + "1\t5\tA\tA\tT\n");
  write("2.txt", header + "1\t7\tA\tA\tT\n1\t6\tA\tA\tT\n");
  auto const finished = run({"convert", "1.txt", "2.txt", "-o", "o.vcf.gz", "--report", "r.json"});
  EXPECT_EQ(finished.exit_code, 4);
  EXPECT_NE(finished.error.find("2.txt:3: position 6"), std::string::npos) << finished.error;
  EXPECT_EQ(nlohmann::json::parse(read("r.json")).at("unsorted").at("line"), "2.txt:3");
}

TEST_F(SeveralMatrices, AreNamedInTheHeaderOfAVcf) {
  write_three();
  auto const finished = run({"convert", "1.txt", "2.txt", "3.txt", "-O", "v"});
  EXPECT_NE(finished.output.find("##hapmillCommand=hapmill convert 1.txt 2.txt 3.txt\n"),
            std::string::npos)
      << finished.output;
  EXPECT_NE(finished.output.find("##contig=<ID=1>\n##contig=<ID=2>\n##contig=<ID=3>\n"),
            std::string::npos);
}

TEST_F(SeveralMatrices, AreRefusedIfTheyDoNotMatch) {
  write_three();
  write("other.txt", "CHROM\tPOS\tREF\ta\tc\n9\t1\tA\tA\tT\n");
  expect_error(run({"convert", "1.txt", "other.txt"}), 3,
               {"other.txt: column 5 is \"c\"", "1.txt column 5 is \"b\""});
  expect_error(run({"convert", "1.txt", "none.txt"}), 3, {"cannot open none.txt"});
  expect_error(run({"convert", "1.txt", "2.txt", "1.txt"}), 2, {"1.txt is given twice"});
  expect_error(run({"convert", "-", "1.txt", "-"}), 2, {"standard input", "once"});
  expect_error(run({"convert", "1.txt", ""}), 2, {"empty name"});
  expect_error(run({"convert", "1.txt", "2.txt", "-o", "2.txt"}), 2, {"-o 2.txt would overwrite"});
}

}  // namespace
}  // namespace hapmill::test
