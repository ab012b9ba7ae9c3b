#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace hapmill::test {
namespace {

/// A conversion that is blocked because its output is a full pipe.
class ChangingInput : public ProgramTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"generate", "--rows", "40000", "--variant-rate", "1", "-o", "g.tsv"}).exit_code,
              0);
  }

  /// Changes the matrix while it is converted and expects exit code 5.
  template <class Change>
  void expect_noticed(Change const& change) {
    Pipe pipe = make_pipe();
    Launch start = launch({"convert", "g.tsv", "--threads", "1", "--chunk-size", "4K"});
    start.output = pipe.write_end.number();
    Process process{start};
    pipe.write_end.close();
    std::string text(1'000, ' ');
    ASSERT_GT(::read(pipe.read_end.number(), text.data(), text.size()), 0);
    change();
    std::jthread reader{[&] {
      while (::read(pipe.read_end.number(), text.data(), text.size()) > 0) {
      }
    }};
    auto const finished = process.wait();
    expect_error(finished, 5, {"g.tsv changed while it was read", "run again"});
  }
};

TEST_F(ChangingInput, TruncatedMatrixIsNoticed) {
  expect_noticed([&] { std::filesystem::resize_file(file("g.tsv"), 200'000); });
}

TEST_F(ChangingInput, TruncatedInsideARowIsNoticed) {
  auto const size = std::filesystem::file_size(file("g.tsv"));
  expect_noticed([&] { std::filesystem::resize_file(file("g.tsv"), size - 10); });
}

TEST_F(ChangingInput, EmptiedMatrixIsNoticed) {
  expect_noticed([&] { write("g.tsv", ""); });
}

TEST_F(ChangingInput, GrowingMatrixIsNoticed) {
  expect_noticed([&] {
    std::ofstream{folder_.path() / "g.tsv", std::ios::app} << "chr5\t2000000000\tA\tA\n";
  });
}

TEST_F(ChangingInput, RewrittenMatrixIsNoticedEvenIfItsRowsAreBad) {
  auto const size = std::filesystem::file_size(file("g.tsv"));
  expect_noticed([&] {
    std::fstream matrix{folder_.path() / "g.tsv", std::ios::in | std::ios::out};
    std::string const junk(size - 100'000, '?');
    matrix.seekp(100'000) << junk;
  });
}

TEST_F(ChangingInput, ReplacedMatrixIsReadToTheEnd) {
  auto const expected = run({"convert", "g.tsv", "-q"}).output;
  Pipe pipe = make_pipe();
  Launch start = launch({"convert", "g.tsv", "--threads", "1"});
  start.output = pipe.write_end.number();
  Process process{start};
  pipe.write_end.close();
  std::string text(1'000, ' ');
  std::string found;
  for (bool is_first = true;; is_first = false) {
    ssize_t const got = ::read(pipe.read_end.number(), text.data(), text.size());
    if (got <= 0) break;
    if (is_first) {
      write("other.tsv", small_matrix);
      std::filesystem::rename(file("other.tsv"), file("g.tsv"));
    }
    found.append(text, 0, static_cast<std::size_t>(got));
  }
  EXPECT_EQ(process.wait().exit_code, 0);
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace hapmill::test
