#include "rows/contig_runs.hpp"
#include "rows/input_plan.hpp"
#include "rows/row_scan.hpp"

namespace hapmill {

namespace {

/// Takes rows one after another and makes runs of them.
class RunBuilder {
 public:
  RunBuilder(ContigRuns& found, MatrixInput const& input, RowShape const& shape)
      : found_{found}, input_{input}, contig_{shape} {}

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

ContigRuns scan_contig_runs(MatrixInput const& input, MatrixHeader const& header,
                            RowShape const& shape) {
  ContigRuns found;
  RunBuilder builder{found, input, shape};
  std::size_t const first_file = input.file_at(header.data_begin);  // not 0 if that has no rows
  std::uint64_t const first_line =
      first_file == 0 ? header.first_line : input.first_line_of(first_file);
  scan_rows(input, {header.data_begin, input.size(), first_line},
            [&](Row row, std::uint64_t offset, std::uint64_t line) {
              builder.add_row(row, offset, line);
            });
  builder.finish(input.size());
  return found;
}

}  // namespace hapmill
