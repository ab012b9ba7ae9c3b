#include "rows/file_source.hpp"

#include "hapmill/support/errors.hpp"
#include "rows/contig_runs.hpp"
#include "support/listed_paths.hpp"
#include "support/random.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace hapmill::test {
namespace {

/// The result of a source: rows in order, and the starts of pieces and segments.
struct Gathered {
  std::string rows;
  std::string segments;  ///< contig of each piece that starts a segment
  std::size_t chunk_count = 0;
  std::size_t largest_text = 0;
};

class FileSourceTest : public testing::Test {
 protected:
  MatrixInput const& open(std::string const& text) {
    write_text(folder_.path() / "m", text);
    return input_.emplace(input_path(folder_.file("m")));
  }

  Gathered gather(std::string const& text, std::size_t chunk_bytes,
                  ContigOrder order = ContigOrder::first, std::uint64_t data_begin = 0) {
    auto const& input = open(text);
    MatrixHeader const header{{"a"}, data_begin, 1, {}};
    auto const plan = make_input_plan(scan_contig_runs(input, header, '\t'), order);
    FileSource source{input, plan, data_begin, chunk_bytes};
    Gathered gathered;
    Chunk chunk;
    std::uint64_t end = 0;
    while (source.next(chunk)) {
      EXPECT_EQ(chunk.ordinal, gathered.chunk_count++);
      source.load(chunk);
      EXPECT_EQ(chunk.runs.size(), chunk.pieces.size());
      for (std::size_t k = 0; k < chunk.pieces.size(); ++k) {
        auto const& piece = chunk.pieces[k];
        auto const& run = chunk.runs[k];
        if (piece.begins_segment) gathered.segments += std::string{piece.contig} + " ";
        if (run.size == 0) continue;
        std::string_view const rows{chunk.text.data() + run.text_begin, run.size};
        EXPECT_TRUE(rows.ends_with('\n'));
        EXPECT_EQ(text.substr(run.offset, rows.size() - 1), rows.substr(0, rows.size() - 1));
        EXPECT_GE(run.offset, piece.begin);
        EXPECT_LT(run.offset, piece.end);
        gathered.rows += rows;
      }
      EXPECT_GE(chunk.input_end, end);
      end = chunk.input_end;
      gathered.largest_text = std::max(gathered.largest_text, chunk.text.size());
    }
    EXPECT_EQ(end, text.size() - data_begin);
    return gathered;
  }

  TemporaryFolder folder_;
  std::optional<MatrixInput> input_;
};

TEST_F(FileSourceTest, GivesEveryRowOnceForEveryChunkSize) {
  std::string const header = "CHROM\tPOS\n";
  std::string const rows = "x\t1\tA\nx\t22222222222222222222\tA\n\nx\t3\n\n\ny\t1\tA\ny\t2\tAA\n";
  for (std::size_t chunk_bytes = 1; chunk_bytes <= rows.size() + 2; ++chunk_bytes) {
    EXPECT_EQ(gather(header + rows, chunk_bytes, ContigOrder::first, header.size()).rows, rows)
        << chunk_bytes;
  }
}

TEST_F(FileSourceTest, AddsAMissingLastNewline) {
  for (std::size_t chunk_bytes = 1; chunk_bytes < 20; ++chunk_bytes) {
    EXPECT_EQ(gather("x\t1\nx\t2\nx\t3", chunk_bytes).rows, "x\t1\nx\t2\nx\t3\n") << chunk_bytes;
    EXPECT_EQ(gather("x", chunk_bytes).rows, "x\n");
    EXPECT_EQ(gather("\n", chunk_bytes).rows, "\n");
  }
}

TEST_F(FileSourceTest, GathersContigsInTheRequestedOrder) {
  std::string const text = "y\t1\nx\t1\ny\t2\nx\t2\nz\t1";
  for (std::size_t chunk_bytes = 1; chunk_bytes <= text.size() + 1; ++chunk_bytes) {
    auto const first = gather(text, chunk_bytes);
    EXPECT_EQ(first.rows, "y\t1\ny\t2\nx\t1\nx\t2\nz\t1\n");
    EXPECT_EQ(first.segments, "y x z ");
    auto const sorted = gather(text, chunk_bytes, ContigOrder::sorted);
    EXPECT_EQ(sorted.rows, "x\t1\nx\t2\ny\t1\ny\t2\nz\t1\n");
    EXPECT_EQ(sorted.segments, "x y z ");
  }
}

TEST_F(FileSourceTest, RowAcrossManyChunksBelongsToTheFirst) {
  std::string const text = "x\t1\tA\nx\t2\t" + std::string(100'000, 'C') + "\nx\t3\tA\n" +
                           std::string(9'000, 'y') + "\t1\n";
  for (std::size_t const chunk_bytes : {1'000U, 4'096U, 4'097U, 30'000U}) {
    EXPECT_EQ(gather(text, chunk_bytes).rows, text);
  }
}

TEST_F(FileSourceTest, ChunksOfTinyContigsStayFew) {
  std::string text;
  for (int k = 0; k < 5'000; ++k) text += std::to_string(k) + "\t1\n";
  auto const gathered = gather(text, 1U << 20);
  EXPECT_EQ(gathered.rows, text);
  EXPECT_LE(gathered.chunk_count, 5U);
}

TEST_F(FileSourceTest, GivesAllRowsOfRandomMatrices) {
  Random random{2};
  for (int round = 0; round < 100; ++round) {
    std::string text = "x\t0\n";
    for (auto rows = random.below(200); rows > 0; --rows) {
      text += std::string(1, static_cast<char>('x' + random.below(2))) + "\t" +
              std::string(random.below(60), 'A') + "\n";
    }
    auto const whole = gather(text, 1U << 20).rows;
    EXPECT_EQ(whole.size(), text.size());
    for (int size = 0; size < 5; ++size) {
      EXPECT_EQ(gather(text, random.between(1, text.size())).rows, whole);
    }
  }
}

TEST_F(FileSourceTest, ATooLongRowIsRefusedWithItsLine) {
  std::string const text = "x\t1\nx\t2\n" + std::string((64U << 20) + 1, 'A') + "\n";
  auto const& input = open(text);
  InputPlan plan;
  plan.names.number_of("x");
  plan.facts.resize(1);
  plan.ranges.push_back({{0, text.size(), 1, 0}, true});
  FileSource source{input, plan, 0, 1U << 20};
  Chunk chunk;
  ASSERT_TRUE(source.next(chunk));
  try {
    source.load(chunk);
    ADD_FAILURE() << "not refused";
  } catch (InputError const& error) {
    EXPECT_NE(std::string{error.what()}.find("m:3: "), std::string::npos) << error.what();
  }
}

TEST_F(FileSourceTest, ATruncatedFileIsNoticed) {
  std::string const text = "x\t1\nx\t2\nx\t3\n";
  auto const& input = open(text);
  InputPlan plan;
  plan.names.number_of("x");
  plan.facts.resize(1);
  plan.ranges.push_back({{0, text.size(), 1, 0}, true});
  for (std::size_t size = 0; size < text.size(); ++size) {
    std::filesystem::resize_file(folder_.file("m"), size);
    FileSource source{input, plan, 0, 1U << 20};
    Chunk chunk;
    ASSERT_TRUE(source.next(chunk));
    EXPECT_THROW(source.load(chunk), ChangedInput);
  }
}

TEST_F(FileSourceTest, MakesChunksOfTheLastRequestedSizeAndLoadsThemAgain) {
  std::string text;
  for (int k = 0; k < 500; ++k) text += "x\t" + std::to_string(k) + "\tA\tT\n";
  auto const& input = open(text);
  auto const plan =
      make_input_plan(scan_contig_runs(input, {{"a"}, 0, 1, {}}, '\t'), ContigOrder::first);
  FileSource source{input, plan, 0, 1000};
  std::string found;
  Chunk chunk;
  for (std::size_t chunk_bytes = 1000; source.next(chunk); source.set_chunk_bytes(--chunk_bytes)) {
    EXPECT_EQ(chunk.input_end,
              std::min<std::uint64_t>(text.size(), chunk.pieces[0].begin + chunk_bytes));
    source.load(chunk);
    source.load(chunk);
    found.append(chunk.text.data() + chunk.runs[0].text_begin, chunk.runs[0].size);
  }
  EXPECT_EQ(found, text);
}

}  // namespace
}  // namespace hapmill::test
