#include "rows/stream_source.hpp"

#include "hapmill/support/errors.hpp"
#include "rows/input_plan.hpp"
#include "support/fed_pipe.hpp"
#include "support/listed_paths.hpp"
#include "support/random.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

/// The result of a stream: rows, and `contig@line ` of each piece.
struct Gathered {
  std::string rows;
  std::string pieces;
  std::vector<std::uint64_t> segment_begins;
  std::size_t chunk_count = 0;
  std::string error;
};

Gathered gather(std::string const& text, std::size_t chunk_bytes,
                std::vector<std::size_t> cuts = {}, bool keeps_rows = true) {
  FedPipe const pipe{text, std::move(cuts)};
  MatrixInput input{input_path(pipe.path())};
  auto header = read_matrix_header(input, {});
  ContigList const contigs;
  StreamSource source{input, header, contigs, '\t', chunk_bytes};
  Gathered gathered;
  Chunk chunk;
  std::uint64_t end = header.data_begin;
  try {
    while (source.next(chunk)) {
      source.load(chunk);
      EXPECT_EQ(chunk.ordinal, gathered.chunk_count++);
      for (std::size_t k = 0; k < chunk.pieces.size(); ++k) {
        auto const& piece = chunk.pieces[k];
        EXPECT_EQ(piece.begin, end) << "pieces follow one another";
        end = piece.end;
        gathered.pieces += std::string{piece.contig} + "@" + std::to_string(piece.first_line) + " ";
        if (piece.begins_segment) gathered.segment_begins.push_back(piece.begin);
        if (!keeps_rows) continue;
        gathered.rows.append(chunk.text.data() + chunk.runs[k].text_begin, chunk.runs[k].size);
      }
      EXPECT_EQ(chunk.input_end, end);
    }
  } catch (InputError const& error) {
    gathered.error = error.what();
  }
  EXPECT_EQ(source.bytes(), end);
  return gathered;
}

std::string const header = "CHROM\tPOS\tREF\ta\n";
std::string const rows = "\nx\t1\tA\tA\nx\t2\tA\tA\n\ny\t1\tA\tA\nzz\t1\tA\tA\n";

TEST(StreamSource, GivesEveryRowOnceHoweverBytesArrive) {
  for (std::size_t cut = 0; cut <= header.size() + rows.size(); ++cut) {
    for (std::size_t const chunk_bytes : {1U, 7U, 20U, 4096U}) {
      auto const gathered = gather(header + rows, chunk_bytes, {cut});
      EXPECT_EQ(gathered.rows, rows) << cut << ' ' << chunk_bytes;
      EXPECT_EQ(gathered.segment_begins.size(), 3U);
    }
  }
}

TEST(StreamSource, AddsAMissingLastNewline) {
  EXPECT_EQ(gather(header + "x\t1\tA\tA\nx\t2", 1).rows, "x\t1\tA\tA\nx\t2\n");
  EXPECT_EQ(gather(header, 1).chunk_count, 0U);
}

TEST(StreamSource, NamesPiecesByContigAndFirstLine) {
  EXPECT_EQ(gather(header + rows, 1U << 20).pieces, "x@2 y@6 zz@7 ");
  EXPECT_EQ(gather(header + "\n\n", 1U << 20).pieces, "@2 ");
}

TEST(StreamSource, GivesAllRowsOfRandomMatrices) {
  Random random{3};
  for (int round = 0; round < 50; ++round) {
    std::string text;
    std::string contig = "a";
    for (auto count = random.below(300); count > 0; --count) {
      if (random.one_in(40)) contig += "b";
      text += (random.one_in(20) ? "" : contig + "\t") + std::string(random.below(100), 'A') + "\n";
    }
    std::vector<std::size_t> cuts;
    for (std::size_t at = 0; at < header.size() + text.size(); at += random.between(1, 3'000)) {
      cuts.push_back(at);
    }
    EXPECT_EQ(gather(header + text, random.between(1, 10'000), cuts).rows, text);
  }
}

TEST(StreamSource, RefusesMoreRowsOfAnEarlierContigAfterTheRowsBefore) {
  auto const gathered = gather(header + "x\t1\ny\t1\ny\t2\nx\t2\nz\t1\n", 1U << 20);
  EXPECT_EQ(
      gathered.error.substr(gathered.error.find(':')).find(":5: contig \"x\" returns after \"y\""),
      0U)
      << gathered.error;
  EXPECT_EQ(gathered.pieces, "x@2 y@3 ");
}

TEST(StreamSource, RefusesATooLongRowWithItsLine) {
  auto const gathered =
      gather(header + "x\t1\n" + std::string((65U << 20), 'A'), 1U << 20, {}, false);
  EXPECT_NE(gathered.error.find(":3: the line is longer"), std::string::npos) << gathered.error;
}

TEST(StreamSource, SegmentsEndAtFixedOffsets) {
  std::string const row = "x\t1\tA\t" + std::string(99'992, 'A') + "\n";
  ASSERT_EQ(row.size(), 99'999U);
  std::string text = header;
  while (text.size() < segment_bytes + 3 * row.size()) text += row;
  // The first row of the second range starts a segment.
  std::uint64_t begin = header.size();
  while (begin < segment_bytes) begin += row.size();
  auto const gathered = gather(text, 1U << 20, {}, false);
  EXPECT_EQ(gathered.segment_begins, (std::vector<std::uint64_t>{header.size(), begin}));
}

TEST(StreamSource, MakesChunksOfTheLastRequestedSize) {
  std::string text;
  for (int k = 0; k < 20'000; ++k) text += "x\t1\tA\tA\n";
  FedPipe const pipe{header + text};
  MatrixInput input{input_path(pipe.path())};
  auto matrix_header = read_matrix_header(input, {});
  ContigList const contigs;
  StreamSource source{input, matrix_header, contigs, '\t', std::size_t{1} << 20};
  source.set_chunk_bytes(100'000);
  Chunk chunk;
  std::string found;
  while (source.next(chunk)) {
    // A chunk that starts with the rest of the one before must not be much larger.
    EXPECT_LE(chunk.text.size(), 100'000U + 4096U);
    found.append(chunk.text.data(), chunk.text.size());
    source.set_chunk_bytes(50'000);
  }
  EXPECT_EQ(found, text);
}

}  // namespace
}  // namespace hapmill::test
