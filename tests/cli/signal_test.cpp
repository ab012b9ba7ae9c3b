#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>

namespace hapmill::test {
namespace {

struct SignalCase {
  int number;
  int exit_code;
};

class Signals : public ProgramTest, public testing::WithParamInterface<SignalCase> {
 protected:
  /// Sends the signal and expects the run to end soon, with its exit code, and to leave nothing.
  void expect_end(Process& process, Arguments const& files) const {
    auto const sent = std::chrono::steady_clock::now();
    process.send(GetParam().number);
    expect_error(process.wait(), GetParam().exit_code, {"interrupted"});
    EXPECT_LT(std::chrono::steady_clock::now() - sent, std::chrono::seconds{3});
    EXPECT_EQ(names(), files);
  }
};

/// Writes a matrix into the pipe, after as many other bytes as are read before the format is
/// detected.
void feed(Pipe const& pipe) {
  std::string const text = "##" + std::string(64U << 10, 'x') + "\n" + small_matrix;
  ASSERT_EQ(::write(pipe.write_end.number(), text.data(), text.size()),
            static_cast<ssize_t>(text.size()));
}

TEST_P(Signals, EndARunThatWaitsForInput) {
  Pipe pipe = make_pipe();
  Launch start = launch({"convert", "-", "-o", "t.tsv", "--report", "r.json"});
  start.input = pipe.read_end.number();
  Process process{start};
  feed(pipe);
  ASSERT_TRUE(comes_true([&] { return has(".t.tsv.hapmill-part"); }));
  expect_end(process, {});
}

TEST_P(Signals, EndARunThatWaitsForAReader) {
  Pipe pipe = make_pipe();
  Launch start = launch({"generate", "--rows", "9000000000"});
  start.output = pipe.write_end.number();
  Process process{start};
  char text[100];
  ASSERT_GT(::read(pipe.read_end.number(), text, sizeof text), 0);
  expect_end(process, {});
}

TEST_P(Signals, EndARunThatWaitsForAFifo) {
  for (Arguments const& arguments :
       {Arguments{"convert", "fifo", "-o", "t.tsv"}, Arguments{"generate", "-o", "fifo"}}) {
    if (!has("fifo")) {
      ASSERT_EQ(::mkfifo(file("fifo").c_str(), 0600), 0);
    }
    Process process{launch(arguments)};
    ASSERT_TRUE(comes_true([&] { return process.catches(GetParam().number); }));
    expect_end(process, {"fifo"});
  }
}

TEST_P(Signals, EndALongRun) {
  ASSERT_EQ(run({"generate", "--rows", "200000", "-o", "g.tsv"}).exit_code, 0);
  Process process{launch({"convert", "g.tsv", "--chunk-size", "1", "-o", "t.tsv"})};
  ASSERT_TRUE(comes_true([&] { return has(".t.tsv.hapmill-part"); }));
  expect_end(process, {"g.tsv"});
}

TEST_P(Signals, StayIgnoredIfTheCallerIgnoresThem) {
  Pipe pipe = make_pipe();
  Launch start = launch({"convert", "-", "-o", "t.tsv", "-q"});
  start.input = pipe.read_end.number();
  start.ignored_signals = {GetParam().number};
  Process process{start};
  feed(pipe);
  ASSERT_TRUE(comes_true([&] { return has(".t.tsv.hapmill-part"); }));
  process.send(GetParam().number);
  pipe.write_end.close();
  EXPECT_EQ(process.wait().exit_code, 0);
  EXPECT_EQ(read("t.tsv"), small_table);
}

INSTANTIATE_TEST_SUITE_P(Caught, Signals,
                         testing::Values(SignalCase{SIGINT, 130}, SignalCase{SIGTERM, 143}),
                         [](auto const& test) {
                           return std::string{test.param.number == SIGINT ? "Interrupt"
                                                                          : "Terminate"};
                         });

}  // namespace
}  // namespace hapmill::test
