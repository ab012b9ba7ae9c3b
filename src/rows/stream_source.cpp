#include "rows/stream_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "bytes/text_lines.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/line_numbers.hpp"
#include "rows/input_plan.hpp"

namespace hapmill {

namespace {

constexpr std::size_t least_read = 4096;

}  // namespace

StreamSource::StreamSource(MatrixInput& input, MatrixHeader& header, ContigList const& contigs,
                           RowShape const& shape, std::size_t chunk_bytes)
    : input_{input},
      contigs_{contigs},
      shape_{shape},
      contig_{shape},
      chunk_bytes_{chunk_bytes},
      offset_{header.data_begin},
      line_{header.first_line} {
  if (header.prefix.empty()) return;  // of a regular file in front of a stream
  rest_.append(header.prefix.data() + header.data_begin, header.prefix.size() - header.data_begin);
  header.prefix = {};
}

bool StreamSource::next(Chunk& chunk) {
  if (error_) std::rethrow_exception(error_);
  chunk.pieces.clear();
  chunk.runs.clear();
  if (!read_rows(chunk.text)) return false;
  chunk.ordinal = ordinal_++;
  try {
    cut_into_pieces(chunk);
  } catch (InputError const&) {
    // The rows before are converted first: a bad row among them is the error to report.
    error_ = std::current_exception();
    if (chunk.pieces.empty()) throw;
  }
  chunk.input_end = input_.bytes_done(offset_);
  return true;
}

/// Fills `text` with whole rows, the last one's newline added where the stream has none.
bool StreamSource::read_rows(ByteBuffer& text) {
  text.clear();
  text.append(rest_.data(), rest_.size());
  rest_.clear();
  std::size_t whole = 0;
  std::size_t searched = 0;
  while (true) {
    auto const* const newline = text.size() == searched  // and perhaps no memory yet
                                    ? nullptr
                                    : static_cast<char const*>(::memrchr(
                                          text.data() + searched, '\n', text.size() - searched));
    if (newline != nullptr) whole = static_cast<std::size_t>(newline + 1 - text.data());
    if (at_end_ || (whole != 0 && text.size() >= chunk_bytes_)) break;
    if (whole == 0 && text.size() > max_row_bytes) {
      enter_file();
      refuse_long_line(input_.name_at(offset_), line_);
    }
    searched = text.size();
    // No more than the chunk still takes: its text may lie in memory of a given size.
    std::size_t const left = text.size() < chunk_bytes_ ? chunk_bytes_ - text.size() : chunk_bytes_;
    std::size_t const count = std::max(left, least_read);
    text.reserve_more(count + 1);
    std::size_t const got = input_.read_next(text.end(), count);
    at_end_ = got == 0;
    text.grow_size(got);
  }
  if (at_end_ && text.size() != whole) {
    text.append("\n", 1);
    whole = text.size();
  }
  rest_.append(text.data() + whole, text.size() - whole);
  text.set_size(whole);
  return whole != 0;
}

void StreamSource::cut_into_pieces(Chunk& chunk) {
  char const* const text = chunk.text.data();
  std::uint64_t const text_offset = offset_;
  for (std::size_t at = 0; at < chunk.text.size();) {
    auto const* const newline =
        static_cast<char const*>(std::memchr(text + at, '\n', chunk.text.size() - at));
    auto const end = static_cast<std::size_t>(newline + 1 - text);
    bool const begins_file = enter_file();
    if (end - 1 - at > max_row_bytes) refuse_long_line(input_.name_at(offset_), line_);
    Row const row{text + at, static_cast<std::uint32_t>(end - 1 - at)};
    bool const is_new = contig_.meet(row);
    bool const begins_window = offset_ / segment_bytes != segment_window_;
    if (is_new && names_.has(contig_.name())) refuse_return();
    if (is_new) begin_contig();
    if (facts_.phase_set == 0) facts_.phase_set = pos_of_row(row, shape_);
    bool const names_piece = is_new && !chunk.pieces.empty() && chunk.pieces.back().contig.empty();
    if (chunk.pieces.empty() || begins_window || begins_file || (is_new && !names_piece)) {
      ChunkPiece piece;
      piece.begin = offset_;
      piece.first_line = line_;
      // Rows before the first contig are of its segment, wherever chunks end.
      piece.begins_segment = (is_new && contig_id_ != 0) || begins_window || !begun_;
      chunk.pieces.push_back(piece);
      chunk.runs.push_back({at, 0, offset_});
      begun_ = true;
    }
    segment_window_ = offset_ / segment_bytes;
    chunk.pieces.back().contig_id = contig_id_;
    chunk.pieces.back().contig = names_.count() == 0 ? std::string_view{} : names_.name(contig_id_);
    chunk.pieces.back().facts = facts_;
    chunk.runs.back().size += end - at;
    at = end;
    offset_ = text_offset + end;
    chunk.pieces.back().end = offset_;
    ++line_;
  }
}

/// Counts the lines of the file that holds the next row; whether it is its first one.
bool StreamSource::enter_file() {
  std::size_t const file = input_.file_at(offset_);
  if (file == file_) return false;
  file_ = file;
  line_ = input_.first_line_of(file);
  return true;
}

void StreamSource::begin_contig() {
  contig_id_ = names_.number_of(contig_.name());
  facts_ = contigs_.facts(contig_.name());
}

void StreamSource::refuse_return() const {
  throw InputError{fmt::format(
      "{}:{}: contig {} returns after {}: in a stream the rows of a contig have to stand together; "
      "{}, or sort it by contig first (`sort -s -k1,1`)",
      input_.name_at(offset_), line_, quoted(contig_.name()), quoted(names_.name(contig_id_)),
      input_.advice())};
}

}  // namespace hapmill
