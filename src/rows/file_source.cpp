#include "rows/file_source.hpp"

#include <algorithm>
#include <cstring>

#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/line_numbers.hpp"

namespace hapmill {

namespace {

/// Pieces of a chunk: where contigs are tiny, chunks are small and stay few.
constexpr std::size_t max_pieces = 1024;
/// Read past a chunk's end at first, for the row that it cuts.
constexpr std::size_t first_overhang = 4096;

}  // namespace

bool FileSource::next(Chunk& chunk) {
  chunk.pieces.clear();
  std::uint64_t chunk_size = 0;
  while (range_ < plan_.ranges.size() && chunk_size < chunk_bytes_ &&
         chunk.pieces.size() < max_pieces) {
    PlannedRange const& range = plan_.ranges[range_];
    std::uint64_t const begin = range.begin + range_done_;
    // The first row of a file begins a piece, because each file counts its own lines.
    std::uint64_t const end =
        std::min({range.end, begin + chunk_bytes_ - chunk_size, input_.next_begin(begin)});
    bool const is_first = range_done_ == 0;
    chunk.pieces.push_back({{begin, end, first_line(range, begin), range.contig_id, range.pos},
                            is_first && range.begins_segment,
                            plan_.names.name(range.contig_id),
                            plan_.facts[range.contig_id]});
    chunk_size += end - begin;
    range_done_ += end - begin;
    if (end == range.end) {
      ++range_;
      range_done_ = 0;
    }
  }
  bytes_given_ += chunk_size;
  chunk.input_end = bytes_given_;
  chunk.ordinal = ordinal_++;
  return !chunk.pieces.empty();
}

/// Number of the first line in a piece, where it is known.
std::uint64_t FileSource::first_line(PlannedRange const& range, std::uint64_t begin) const {
  std::size_t const file = input_.file_at(begin);
  if (file != 0 && begin == input_.begin_of(file)) return input_.first_line_of(file);
  return begin == range.begin ? range.first_line : 0;
}

void FileSource::load(Chunk& chunk) const {
  chunk.text.clear();
  chunk.runs.assign(chunk.pieces.size(), {});
  for (std::size_t first = 0; first < chunk.pieces.size();) {
    std::size_t last = first + 1;
    while (last < chunk.pieces.size() && chunk.pieces[last].begin == chunk.pieces[last - 1].end) {
      ++last;
    }
    load_group(chunk, first, last);
    first = last;
  }
}

/// Reads pieces [first, last), which follow one another in the file.
void FileSource::load_group(Chunk& chunk, std::size_t first, std::size_t last) const {
  std::uint64_t const begin = chunk.pieces[first].begin;
  std::uint64_t const end = chunk.pieces[last - 1].end;
  // A row begins where data does and after each newline: so read from one byte before.
  Group group{chunk.text.size(), begin == data_begin_ ? begin : begin - 1};
  read_up_to(chunk.text, group, end);
  auto const rows_end = end_of_last_row(chunk.text, group, end);
  if (!rows_end) return;  // all of it lies inside a row that began before

  auto const row_at = [&](std::uint64_t offset) {
    if (offset == data_begin_) return group.text_begin;
    if (offset == end) return *rows_end;
    char const* const text = chunk.text.data();
    std::size_t const from = group.text_begin + (offset - 1 - group.offset);
    return static_cast<std::size_t>(
               static_cast<char const*>(std::memchr(text + from, '\n', *rows_end - from)) - text) +
           1;
  };
  std::size_t row = row_at(begin);
  for (std::size_t k = first; k < last; ++k) {
    std::size_t const next = row_at(chunk.pieces[k].end);
    chunk.runs[k] = {row, next - row, group.offset + (row - group.text_begin)};
    row = next;
  }
}

/// Reads on until the file's `end` is in the text; throws ChangedInput if the file is shorter.
void FileSource::read_up_to(ByteBuffer& text, Group const& group, std::uint64_t end) const {
  std::uint64_t const from = group.offset + (text.size() - group.text_begin);
  std::size_t const count = end - from;
  text.reserve_more(count + 1);
  std::size_t const got = input_.read_at(text.end(), count, from);
  text.grow_size(got);
  if (got < count) {
    throw ChangedInput{describe_change(input_.name_at(from + got))};
  }
}

/// Where in the text the last row that begins before `end` is over, its newline included; none if
/// no row begins there. Reads on for it as far as needed, and mends a last newline that is missing.
std::optional<std::size_t> FileSource::end_of_last_row(ByteBuffer& text, Group const& group,
                                                       std::uint64_t end) const {
  std::size_t const begin = group.text_begin;
  std::size_t const size = text.size() - begin;
  auto const* const before =
      static_cast<char const*>(::memrchr(text.data() + begin, '\n', size - 1));
  if (before == nullptr && group.offset != data_begin_) return std::nullopt;
  std::size_t const row =
      before == nullptr ? begin : static_cast<std::size_t>(before + 1 - text.data());
  std::size_t searched = text.size() - 1;
  std::size_t step = first_overhang;
  while (true) {
    auto const* const newline =
        static_cast<char const*>(std::memchr(text.data() + searched, '\n', text.size() - searched));
    std::size_t const row_end =
        newline != nullptr ? static_cast<std::size_t>(newline - text.data()) : text.size();
    if (row_end - row > max_row_bytes) refuse_long_line(input_, group.offset + (row - begin));
    if (newline != nullptr) return row_end + 1;
    if (end == input_.size()) {
      text.append("\n", 1);
      return text.size();
    }
    searched = text.size();
    end = std::min(input_.size(), end + step);
    step *= 2;
    read_up_to(text, group, end);
  }
}

}  // namespace hapmill
