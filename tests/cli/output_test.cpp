#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <thread>

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;

class OutputOfConvert : public ProgramTest {
 protected:
  void SetUp() override { write("m.tsv", small_matrix); }

  void expect_table_in(std::string const& name) const {
    auto const finished = run({"convert", "m.tsv", "-o", name, "-q"});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(finished.output, "");
    EXPECT_EQ(read(name), small_table);
  }

  mode_t mode_of(std::string const& name) const {
    struct stat status {};
    ::stat(file(name).c_str(), &status);
    return status.st_mode & 0777;
  }
};

TEST_F(OutputOfConvert, GoesToStandardOutputUnlessNamed) {
  EXPECT_EQ(run({"convert", "m.tsv"}).output, small_table);
  EXPECT_EQ(run({"convert", "m.tsv", "-o", "-"}).output, small_table);
  EXPECT_EQ(names(), Arguments{"m.tsv"});
}

TEST_F(OutputOfConvert, ReplacesAFileAndKeepsItsMode) {
  write("t.tsv", "before, and longer than the table is: " + std::string(1000, 'x'));
  ::chmod(file("t.tsv").c_str(), 0640);
  expect_table_in("t.tsv");
  EXPECT_EQ(mode_of("t.tsv"), 0640U);
  EXPECT_EQ(names(), (Arguments{"m.tsv", "t.tsv"}));
}

TEST_F(OutputOfConvert, ANewFileHasTheModeThatUmaskAllows) {
  mode_t const before = ::umask(027);
  expect_table_in("t.tsv");
  ::umask(before);
  EXPECT_EQ(mode_of("t.tsv"), 0640U);
}

TEST_F(OutputOfConvert, ReadersOfTheReplacedFileKeepIt) {
  write("t.tsv", "before");
  auto const reader = open_file(file("t.tsv"), O_RDONLY);
  expect_table_in("t.tsv");
  char text[7] = {};
  EXPECT_EQ(::read(reader.number(), text, 6), 6);
  EXPECT_STREQ(text, "before");
}

TEST_F(OutputOfConvert, ReplacesTheTargetOfALink) {
  fs::create_directory(folder_.path() / "sub");
  write("sub/t.tsv", "before");
  fs::create_symlink("sub/t.tsv", folder_.path() / "link");
  expect_table_in("link");
  EXPECT_TRUE(fs::is_symlink(folder_.path() / "link"));
  EXPECT_EQ(read("sub/t.tsv"), small_table);
}

TEST_F(OutputOfConvert, MakesTheMissingTargetOfALink) {
  fs::create_symlink("later", folder_.path() / "second");
  fs::create_symlink("second", folder_.path() / "first");
  expect_table_in("first");
  EXPECT_EQ(fs::read_symlink(folder_.path() / "first"), "second");
  EXPECT_EQ(read("later"), small_table);
}

TEST_F(OutputOfConvert, WritesDevicesDirectly) {
  EXPECT_EQ(run({"convert", "m.tsv", "-o", "/dev/null"}).exit_code, 0);
  EXPECT_EQ(run({"convert", "m.tsv", "-q", "-o", "/dev/stdout"}).output, small_table);
  Pipe pipe = make_pipe();
  Launch launch;
  launch.output = pipe.write_end.number();
  EXPECT_EQ(run({"convert", "m.tsv", "-q", "-o", "/dev/stdout"}, launch).exit_code, 0);
  char text[4096];
  ssize_t const got = ::read(pipe.read_end.number(), text, sizeof text);
  EXPECT_EQ(std::string(text, static_cast<std::size_t>(got)), small_table);
}

TEST_F(OutputOfConvert, WritesAFifo) {
  ASSERT_EQ(::mkfifo(file("fifo").c_str(), 0600), 0);
  std::string found;
  std::jthread reader{[&] { found = read("fifo"); }};
  auto const finished = run({"convert", "m.tsv", "-o", "fifo"});
  reader.join();
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(found, small_table);
  EXPECT_TRUE(fs::is_fifo(folder_.path() / "fifo"));
}

TEST_F(OutputOfConvert, ABrokenPipeIsSuccess) {
  ASSERT_EQ(run({"generate", "--rows", "20000", "-o", "g.tsv"}).exit_code, 0);
  Pipe pipe = make_pipe();
  pipe.read_end.close();
  Launch launch;
  launch.output = pipe.write_end.number();
  auto const finished = run({"convert", "g.tsv"}, launch);
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_NE(finished.error.find("stopped early"), std::string::npos) << finished.error;
}

TEST_F(OutputOfConvert, ABrokenPipeEndsALongRun) {
  for (Arguments const& arguments :
       {Arguments{"generate", "--rows", "9000000000"}, Arguments{"convert", "-", "-q"}}) {
    Pipe source = make_pipe();
    Pipe pipe = make_pipe();
    Launch start = launch(arguments);
    start.input = source.read_end.number();
    start.output = pipe.write_end.number();
    Process process{start};
    pipe.write_end.close();
    source.read_end.close();
    std::string const rows(60000, 'x');
    ASSERT_GT(::write(source.write_end.number(), small_matrix, std::strlen(small_matrix)), 0);
    if (arguments[0] == "generate") {
      char byte = 0;
      EXPECT_EQ(::read(pipe.read_end.number(), &byte, 1), 1);
      EXPECT_EQ(byte, 'C');
    }
    pipe.read_end.close();
    source.write_end.close();
    EXPECT_EQ(process.wait().exit_code, 0);
  }
}

TEST_F(OutputOfConvert, KeepsRejectedRows) {
  write("bad.tsv", "CHROM\tPOS\tREF\ta\tb\n1\t0\tA\tA\tT\n1\t2\tA\tA\tT\n1\t3\tA\n");
  auto const finished =
      run({"convert", "bad.tsv", "-o", "t.tsv", "--on-bad-row", "skip", "--rejects", "r.txt"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(read("r.txt"), "2\tpos\t1\t0\tA\tA\tT\n4\tfields\t1\t3\tA\n");
  EXPECT_EQ(read("t.tsv"), "contig\tpos\tref\talt\tab_PI\tab_PG_al\n1\t2\tA\tT\t1\tA|T\n");
  EXPECT_NE(finished.error.find("+ 2 rejected"), std::string::npos) << finished.error;
  EXPECT_NE(finished.error.find("rejected, pos: 1, first in line 2"), std::string::npos);
}

TEST_F(OutputOfConvert, RefusesASecondRunOnTheSameFile) {
  auto const other = open_file(file(".t.tsv.hapmill-part"), O_WRONLY | O_CREAT);
  ASSERT_EQ(::flock(other.number(), LOCK_EX | LOCK_NB), 0);
  expect_error(run({"convert", "m.tsv", "-o", "t.tsv"}), 2, {"another hapmill", "t.tsv", "-o"});
  EXPECT_FALSE(has("t.tsv"));
  EXPECT_TRUE(has(".t.tsv.hapmill-part")) << "it is the other run's";
}

TEST_F(OutputOfConvert, ReplacesWhatAKilledRunLeft) {
  write(".t.tsv.hapmill-part", std::string(100000, 'x'));
  expect_table_in("t.tsv");
  EXPECT_EQ(names(), (Arguments{"m.tsv", "t.tsv"}));
}

TEST_F(OutputOfConvert, RefusesToOverwriteItsInputs) {
  write("h.txt", "CHROM\tPOS\tREF\ta\tb\tc\td\n");
  write("p.txt", "x\t4\t5\n");
  fs::create_symlink("m.tsv", folder_.path() / "link");
  fs::create_hard_link(folder_.path() / "m.tsv", folder_.path() / "hard");
  for (char const* name : {"m.tsv", "./m.tsv", "link", "hard"}) {
    expect_error(run({"convert", "m.tsv", "-o", name}), 2, {"-o", name, "the matrix"});
    expect_error(run({"convert", "m.tsv", "-o", "t", "--report", name}), 2,
                 {"--report", "the matrix"});
    expect_error(run({"convert", "m.tsv", "-o", "t", "--on-bad-row", "skip", "--rejects", name}), 2,
                 {"--rejects", "the matrix"});
  }
  expect_error(run({"convert", "m.tsv", "--header", "h.txt", "-o", "h.txt"}), 2, {"--header"});
  expect_error(run({"convert", "m.tsv", "--pairs", "p.txt", "-o", "p.txt"}), 2, {"--pairs"});
  EXPECT_EQ(read("m.tsv"), small_matrix);
  EXPECT_EQ(read("h.txt"), "CHROM\tPOS\tREF\ta\tb\tc\td\n");
  EXPECT_FALSE(has("t"));
}

TEST_F(OutputOfConvert, RefusesToOverwriteTheFileOnStandardInput) {
  auto const matrix = open_file(file("m.tsv"), O_RDONLY);
  Launch launch;
  launch.input = matrix.number();
  expect_error(run({"convert", "-", "-o", "m.tsv"}, launch), 2, {"the matrix"});
  auto const behind = open_file(file("m.tsv"), O_WRONLY | O_APPEND);
  Launch append;
  append.output = behind.number();
  expect_error(run({"convert", "m.tsv"}, append), 2, {"the matrix"});
  EXPECT_EQ(read("m.tsv"), small_matrix);
}

TEST_F(OutputOfConvert, RefusesTwoOutputsInOneFile) {
  expect_error(run({"convert", "m.tsv", "-o", "t", "--report", "./t"}), 2, {"--report", "-o"});
  expect_error(run({"convert", "m.tsv", "--report", "-"}), 2, {"--report", "-o"});
  expect_error(run({"convert", "m.tsv", "-o", "t", "--report", "r", "--rejects", "r",
                    "--on-bad-row", "skip"}),
               2, {"--report", "--rejects"});
  EXPECT_EQ(names(), Arguments{"m.tsv"});
  EXPECT_EQ(run({"convert", "m.tsv", "-o", "/dev/null", "--report", "/dev/null"}).exit_code, 0);
}

TEST_F(OutputOfConvert, RefusesInvalidNames) {
  expect_error(run({"convert", "m.tsv", "-o", ""}), 2, {"\"\""});
  expect_error(run({"convert", "m.tsv", "-o", "sub/"}), 2, {"sub/"});
  fs::create_directory(folder_.path() / "sub");
  for (char const* name : {"sub", "sub/", "."}) {
    expect_error(run({"convert", "m.tsv", "-o", name}), 5, {name, "name a file in it"});
  }
}

TEST_F(OutputOfConvert, NamesAMissingFolder) {
  expect_error(run({"convert", "m.tsv", "-o", "no/t.tsv"}), 5, {"no/t.tsv", "make the folder"});
  expect_error(run({"convert", "m.tsv", "-o", "t", "--report", "no/r"}), 5, {"no/r"});
  expect_error(run({"convert", "m.tsv", "-o", "m.tsv/t"}), 5, {"m.tsv/t"});
  EXPECT_EQ(names(), Arguments{"m.tsv"}) << "nothing is converted before every output is open";
}

TEST_F(OutputOfConvert, NamesAFolderThatCannotBeWritten) {
  fs::create_directory(folder_.path() / "sub");
  ::chmod(file("sub").c_str(), 0555);
  Launch launch;
  launch.obeys_permissions = true;
  expect_error(run({"convert", "m.tsv", "-o", "sub/t"}, launch), 5, {"sub/t", "Permission denied"});
}

TEST_F(OutputOfConvert, AFullDiskIsAnOutputError) {
  expect_error(run({"convert", "m.tsv", "-o", "/dev/full"}), 5, {"/dev/full", "make room"});
  auto const full = open_file("/dev/full", O_WRONLY);
  Launch launch;
  launch.output = full.number();
  expect_error(run({"convert", "m.tsv"}, launch), 5, {"standard output", "No space left"});
  expect_error(run({"--version"}, launch), 5, {"standard output"});
  expect_error(run({"convert", "m.tsv", "-o", "t", "--report", "/dev/full"}), 5, {"/dev/full"});
}

TEST_F(OutputOfConvert, AFileThatCannotGrowLeavesNothing) {
  ASSERT_EQ(run({"generate", "--rows", "5000", "-o", "g.tsv"}).exit_code, 0);
  Launch launch;
  launch.largest_file = 100'000;
  expect_error(run({"convert", "g.tsv", "-o", "t.tsv"}, launch), 5, {"t.tsv", "File too large"});
  expect_error(run({"generate", "-o", "h.tsv"}, launch), 5, {"h.tsv", "File too large"});
  EXPECT_EQ(names(), (Arguments{"g.tsv", "m.tsv"}));
}

TEST_F(OutputOfConvert, ErrorsKeepTheOldFile) {
  write("t.tsv", "before");
  write("bad.tsv", std::string{small_matrix} + "1\t0\tA\tA\tA\tA\tT\n");
  expect_error(run({"convert", "bad.tsv", "-o", "t.tsv", "--report", "r.json"}), 3, {"bad.tsv:5"});
  EXPECT_EQ(read("t.tsv"), "before");
  EXPECT_EQ(names(), (Arguments{"bad.tsv", "m.tsv", "t.tsv"}));
}

}  // namespace
}  // namespace hapmill::test
