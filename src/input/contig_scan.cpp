#include <algorithm>

#include <cstring>

#include "hapmill/support/byte_buffer.hpp"
#include "hapmill/support/errors.hpp"
#include "input/contig_runs.hpp"
#include "input/input_plan.hpp"
#include "input/line_numbers.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

/// Takes rows one after another and makes runs of them.
class RunBuilder {
 public:
  RunBuilder(ContigRuns& found, MatrixInput const& input, char delimiter)
      : found_{found}, input_{input}, contig_{delimiter} {}

  void add_row(Row row, std::uint64_t offset, std::uint64_t line) {
    while (found_.window_lines.size() * segment_bytes <= offset) {
      found_.window_lines.push_back(line);
    }
    bool const is_first = found_.runs.empty();
    if (!contig_.meet(row) && !is_first) return;
    // Rows before the first contig belong to it: its run, begun without a name, gets it now.
    if (is_first || contig_.name().empty() || !is_named_) {
      if (is_first) found_.runs.push_back({offset, 0, line, 0});
      if (!contig_.name().empty()) name_run();
      return;
    }
    found_.runs.back().end = offset;
    if (found_.runs.size() == max_contig_runs) refuse_contig_runs(input_.name());
    found_.runs.push_back({offset, 0, line, 0});
    name_run();
  }

  void finish(std::uint64_t end) {
    if (found_.runs.empty()) return;
    if (!is_named_) name_run();
    found_.runs.back().end = end;
  }

 private:
  void name_run() {
    found_.runs.back().contig_id = found_.names.number_of(contig_.name());
    is_named_ = true;
  }

  ContigRuns& found_;
  MatrixInput const& input_;
  ContigTracker contig_;
  bool is_named_ = false;
};

}  // namespace

ContigRuns scan_contig_runs(MatrixInput const& input, MatrixHeader const& header, char delimiter) {
  constexpr std::size_t step = 1U << 20;
  ContigRuns found;
  RunBuilder builder{found, input, delimiter};
  ByteBuffer text;
  std::uint64_t text_offset = header.data_begin;
  std::uint64_t line = header.first_line;
  bool at_end = false;
  while (!at_end) {
    check_interrupt();
    text.reserve_more(step);
    std::size_t const got = input.read_at(text.end(), step, text_offset + text.size());
    at_end = got < step;
    char const* from = text.data();
    char const* search = text.end();
    text.grow_size(got);
    char const* const end = text.end();
    while (from < end) {
      auto const* newline = static_cast<char const*>(
          std::memchr(search, '\n', static_cast<std::size_t>(end - search)));
      if (newline == nullptr && !at_end) break;
      if (newline == nullptr) newline = end;
      auto const offset = text_offset + static_cast<std::uint64_t>(from - text.data());
      builder.add_row({from, static_cast<std::uint32_t>(newline - from)}, offset, line++);
      from = newline + 1;
      search = from;
    }
    auto const used = static_cast<std::size_t>(std::min(from, end) - text.data());
    std::size_t const rest = text.size() - used;
    if (rest > max_row_bytes) {
      refuse_long_line(input.name(), line);
    }
    std::memmove(text.data(), text.data() + used, rest);
    text.set_size(rest);
    text_offset += used;
  }
  builder.finish(text_offset + text.size());
  return found;
}

}  // namespace hapmill
