#include "check/row_order.hpp"

namespace hapmill {

void PiecePositions::add_row(std::uint32_t pos) {
  std::uint64_t const row = row_count++;
  if (pos == 0) return;
  if (first == 0) {
    first = pos;
    first_row = row;
  } else if (pos < last) {
    backward.add(1, row);
  } else if (pos == last) {
    repeated.add(1, row);
  }
  last = pos;
}

void RowOrder::add_chunk(Chunk const& chunk, std::vector<PiecePositions> const& pieces) {
  for (std::size_t k = 0; k < chunk.pieces.size(); ++k) {
    ChunkPiece const& piece = chunk.pieces[k];
    PiecePositions const& positions = pieces[k];
    std::uint64_t const line = lines_.begin_piece(piece);
    lines_.end_piece(positions.row_count);
    bool const continues = contig_id_ == piece.contig_id && piece.begin == end_;
    contig_id_ = piece.contig_id;
    end_ = piece.end;
    ContigOrderFacts& contig = contig_of(piece);
    if (!continues) {
      ++contig.run_count;
      if (contig.run_count == 1) contig.first_line = line;
      if (contig.run_count == 2) contig.second_run = line;
    }
    row_count_ += positions.row_count;
    contig.row_count += positions.row_count;
    if (positions.first == 0) continue;
    if (contig.first_pos == 0) contig.first_pos = positions.first;
    std::uint64_t const first_line = line + positions.first_row;
    if (positions.first < contig.last_pos) contig.backward.add(1, first_line);
    if (positions.first == contig.last_pos) contig.repeated.add(1, first_line);
    if (positions.backward.count != 0) {
      contig.backward.add(positions.backward.count, line + positions.backward.first_line);
    }
    if (positions.repeated.count != 0) {
      contig.repeated.add(positions.repeated.count, line + positions.repeated.first_line);
    }
    contig.last_pos = positions.last;
  }
}

ContigOrderFacts& RowOrder::contig_of(ChunkPiece const& piece) {
  if (places_.size() <= piece.contig_id) places_.resize(piece.contig_id + 1);
  std::size_t& place = places_[piece.contig_id];
  if (place == 0) {
    contigs_.emplace_back();
    place = contigs_.size();
  }
  ContigOrderFacts& contig = contigs_[place - 1];
  if (contig.name.empty()) contig.name = piece.contig;
  return contig;
}

}  // namespace hapmill
