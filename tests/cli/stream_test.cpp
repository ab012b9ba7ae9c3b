#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>

namespace hapmill::test {
namespace {

char const* const scattered_matrix =
    "CHROM\tPOS\tREF\ta\tb\n"
    "1\t1\tA\tA\tT\n"
    "2\t1\tA\tA\tT\n"
    "1\t2\tA\tA\tT\n";
char const* const gathered_table =
    "contig\tpos\tref\talt\tab_PI\tab_PG_al\n"
    "1\t1\tA\tT\t1\tA|T\n"
    "1\t2\tA\tT\t1\tA|T\n"
    "2\t1\tA\tT\t2\tA|T\n";

class Streams : public ProgramTest {
 protected:
  Finished convert_pipe(std::string const& text, Arguments arguments = {}) const {
    auto const pipe = make_filled_pipe(text);
    Launch launch;
    launch.input = pipe.number();
    arguments.insert(arguments.begin(), {"convert", "-"});
    return run(arguments, launch);
  }
};

TEST_F(Streams, GiveTheTableOfAFile) {
  auto const finished = convert_pipe(small_matrix);
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(finished.output, small_table);
  EXPECT_EQ(finished.error.find("standard input: 3 rows read"), 0U) << finished.error;
}

TEST_F(Streams, RefuseAContigThatReturns) {
  auto const finished = convert_pipe(scattered_matrix, {"-o", "t.tsv"});
  expect_error(finished, 3, {"standard input:4", "\"1\"", "\"2\"", "as a file", "sort -s -k1,1"});
  EXPECT_TRUE(names().empty());
}

TEST_F(Streams, ReportABadRowBeforeTheContigThatReturns) {
  auto const finished =
      convert_pipe("CHROM\tPOS\tREF\ta\tb\n1\t1\tA\tA\tT\n2\t0\tA\tA\tT\n1\t2\tA\tA\tT\n");
  expect_error(finished, 3, {"standard input:3", "(POS)"});
}

TEST_F(Streams, FromARegularFileAreReadLikeTheFile) {
  write("m.tsv", scattered_matrix);
  auto const matrix = open_file(file("m.tsv"), O_RDONLY);
  Launch launch;
  launch.input = matrix.number();
  auto const finished = run({"convert", "-"}, launch);
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(finished.output, gathered_table);
}

TEST_F(Streams, FromAPartlyReadFileStartAtItsPosition) {
  write("m.tsv", "a line for somebody else\n" + std::string{small_matrix});
  auto const matrix = open_file(file("m.tsv"), O_RDONLY);
  ASSERT_EQ(::lseek(matrix.number(), 25, SEEK_SET), 25);
  Launch launch;
  launch.input = matrix.number();
  EXPECT_EQ(run({"convert", "-"}, launch).output, small_table);
}

TEST_F(Streams, RefuseSortedContigsBeforeTheyAreRead) {
  Pipe pipe = make_pipe();  // nothing is ever written
  Launch launch;
  launch.input = pipe.read_end.number();
  expect_error(run({"convert", "-", "--contig-order", "sorted"}, launch), 2,
               {"--contig-order sorted", "as a file"});
}

TEST_F(Streams, MayBeAFifo) {
  auto const pipe = make_filled_pipe(small_matrix);
  Launch launch;
  launch.input = pipe.number();
  EXPECT_EQ(run({"convert", "/dev/stdin"}, launch).output, small_table);
}

TEST_F(Streams, MayBeNonBlocking) {
  Pipe pipe = make_pipe();
  ASSERT_EQ(::fcntl(pipe.read_end.number(), F_SETFL, O_NONBLOCK), 0);
  Launch start = launch({"convert", "-", "-q"});
  start.input = pipe.read_end.number();
  Process process{start};
  for (char const* byte = small_matrix; *byte != '\0'; ++byte) {
    ASSERT_EQ(::write(pipe.write_end.number(), byte, 1), 1);
  }
  pipe.write_end.close();
  auto const finished = process.wait();
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(finished.output, small_table);
}

TEST_F(Streams, FromAFileGatherRowsThatBisectionMissed) {
  // Large enough for bisection to cost less than a scan.
  std::string text = "CHROM\tPOS\tREF\ta\tb\n";
  std::string const cells = "\tA\tA\t" + std::string(200, 'A') + "\n";
  for (int k = 1; k <= 200'000; ++k) {
    text += (k <= 100'000 || k == 130'001 ? "1\t" : "2\t") + std::to_string(k) + cells;
  }
  text += "3\t1\tA\tA\tT\n";
  write("m.tsv", text);
  auto const finished = run({"convert", "m.tsv", "-o", "t.tsv", "--report", "r.json"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_NE(finished.error.find("starting again"), std::string::npos) << finished.error;
  EXPECT_NE(read("r.json").find("\"read\": 100001"), std::string::npos);
  auto const piped = run({"convert", "m.tsv"});
  EXPECT_EQ(piped.output, read("t.tsv"));
  EXPECT_EQ(piped.error.find("starting again"), std::string::npos) << "a pipe is scanned for first";
}

}  // namespace
}  // namespace hapmill::test
