#include "support/compressed.hpp"
#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include <csignal>

namespace hapmill::test {
namespace {

class CompressedMatrix : public ProgramTest {
 protected:
  /// Makes the small matrix compressed in each supported way.
  void write_all() const {
    write("m.gz", gzip_member(small_matrix));
    write("m.bgz", bgzf_file(small_matrix, 30));
    write("m.zst", zstd_frame(small_matrix));
  }

  static constexpr char const* names_of_all[] = {"m.gz", "m.bgz", "m.zst"};
};

TEST_F(CompressedMatrix, GivesTheTableOfThePlainMatrix) {
  write_all();
  for (auto const* name : names_of_all) {
    for (auto const* threads : {"1", "2", "7"}) {
      for (auto const* chunk_size : {"1", "16", "1M"}) {
        auto const finished =
            run({"convert", name, "--threads", threads, "--chunk-size", chunk_size});
        EXPECT_EQ(finished.exit_code, 0) << finished.error;
        EXPECT_EQ(finished.output, small_table);
        EXPECT_EQ(finished.error.find(std::string{name} + ": 3 rows read"), 0U) << finished.error;
      }
    }
    auto const bytes = read(name);
    auto const pipe = make_filled_pipe(bytes);
    Launch launch;
    launch.input = pipe.number();
    EXPECT_EQ(run({"convert", "-"}, launch).output, small_table) << "through a pipe";
  }
}

TEST_F(CompressedMatrix, GivesTheSameCompressedVcfForEveryCompression) {
  std::string const text = "CHROM\tPOS\tREF\ta1\ta2\ta3\ta4\n" + make_rows(20'000, 4);
  write("m", text);
  std::string first;
  for (auto const& bytes : {text, gzip_member(text), bgzf_file(text), zstd_frame(text)}) {
    write("m", bytes);
    for (auto const* threads : {"1", "3"}) {
      EXPECT_EQ(
          run({"convert", "m", "-o", "o.vcf.gz", "--contigs", "chr1", "--threads", threads, "-q"})
              .error,
          "");
      if (first.empty()) first = read("o.vcf.gz") + read("o.vcf.gz.csi");
      EXPECT_TRUE(read("o.vcf.gz") + read("o.vcf.gz.csi") == first);
    }
  }
}

TEST_F(CompressedMatrix, IsRefusedIfTruncatedAndLeavesNothing) {
  write_all();
  for (auto const* name : names_of_all) {
    auto const bytes = read(name);
    for (std::size_t const size : {bytes.size() - 1, bytes.size() / 2, std::size_t{20}}) {
      write("cut", bytes.substr(0, size));
      auto const finished = run({"convert", "cut", "-o", "t.tsv"});
      expect_error(finished, 3, {"cut is cut short", "byte " + std::to_string(size)});
      EXPECT_FALSE(has("t.tsv"));
    }
  }
}

TEST_F(CompressedMatrix, MessagesNameTheLineOfABadRow) {
  write("m.gz", gzip_member(small_matrix + std::string{"2\t0\tA\tA\tA\tA\tA\n"}));
  expect_error(run({"convert", "m.gz"}), 3, {"m.gz:5: column 2 (POS)"});
}

TEST_F(CompressedMatrix, MayBeEmpty) {
  for (auto const& bytes : {gzip_member(""), bgzf_file(""), zstd_frame("")}) {
    write("m", bytes);
    expect_error(run({"convert", "m"}), 3, {"m is empty"});
  }
}

TEST_F(CompressedMatrix, IsRefusedIfItHasToBeReadTwice) {
  write_all();
  expect_error(run({"convert", "m.gz", "--contig-order", "sorted"}), 2,
               {"--contig-order sorted", "decompress the matrix into a file", "gzip -dc"});
  expect_error(run({"convert", "m.bgz", "-O", "b"}), 2, {"BCF", "--fai", "--contigs", "bgzip -dc"});
  EXPECT_EQ(run({"convert", "m.bgz", "-O", "b", "--contigs", "1,2"}).exit_code, 0);
  write("s.zst", zstd_frame("CHROM\tPOS\tREF\ta\n1\t1\tA\tT\n2\t1\tA\tT\n1\t2\tA\tT\n"));
  expect_error(run({"convert", "s.zst"}), 3,
               {"s.zst:4: contig \"1\" returns", "zstd -dc", "sort -s"});
}

TEST_F(CompressedMatrix, ReportsBytesOnTheDiskAndOfText) {
  write_all();
  for (auto const* name : names_of_all) {
    auto const finished =
        run({"convert", name, "-o", "t", "-q", "--report", "r", "--progress", "json"});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    auto const report = nlohmann::json::parse(read("r"));
    EXPECT_EQ(report.at("matrix"), name);
    EXPECT_EQ(report.at("bytes_in"), read(name).size());
    EXPECT_EQ(report.at("text_bytes_in"), std::string{small_matrix}.size());
    auto const progress = nlohmann::json::parse(finished.error);
    EXPECT_EQ(progress.at("bytes"), read(name).size());
    EXPECT_EQ(progress.at("bytes_total"), read(name).size());
  }
}

TEST_F(CompressedMatrix, FromAPipeThatStallsEndsAtASignal) {
  std::string const text = small_matrix + make_rows(20'000, 4);
  for (auto const& bytes : {gzip_member(text), bgzf_file(text), zstd_frame(text)}) {
    for (auto const* threads : {"1", "3"}) {
      Pipe pipe = make_pipe();
      auto const begin = bytes.substr(0, std::min<std::size_t>(bytes.size() / 2, 30'000));
      ASSERT_EQ(::write(pipe.write_end.number(), begin.data(), begin.size()),
                static_cast<ssize_t>(begin.size()));
      auto start = launch({"convert", "-", "-o", "t.tsv", "--threads", threads});
      start.input = pipe.read_end.number();
      Process process{start};
      ASSERT_TRUE(comes_true([&] { return process.catches(SIGTERM); }));
      process.send(SIGTERM);
      auto const finished = process.wait();
      EXPECT_EQ(finished.exit_code, 143) << finished.error;
      EXPECT_FALSE(has("t.tsv"));
    }
  }
}

TEST_F(CompressedMatrix, FromAPipeThatStallsEndsAtABadRow) {
  // There is text for every slot, and one thread waits for more when the row is found.
  auto const text = small_matrix + std::string{"2\tx\tA\tA\tA\tA\tA\n"} + make_rows(100'000, 4);
  for (auto const& bytes : {gzip_member(text), zstd_frame(text)}) {
    for (auto const* threads : {"1", "2", "4"}) {
      Pipe pipe = make_pipe();
      ASSERT_EQ(::write(pipe.write_end.number(), bytes.data(), 60'000), 60'000);
      auto start =
          launch({"convert", "-", "-o", "t.tsv", "--chunk-size", "100", "--threads", threads});
      start.input = pipe.read_end.number();
      expect_error(Process{start}.wait(), 3, {"standard input:5: column 2 (POS)"});
    }
  }
}

}  // namespace
}  // namespace hapmill::test
