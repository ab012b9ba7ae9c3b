#include <fmt/format.h>

#include <algorithm>

#include "hapmill/support/errors.hpp"
#include "matrix/row_shape.hpp"
#include "rows/broken_plan.hpp"
#include "rows/region_runs.hpp"
#include "rows/row_scan.hpp"

namespace hapmill {

namespace {

/// Takes the rows of a run one after another and makes runs of those that are wanted.
class WantedRunBuilder {
 public:
  explicit WantedRunBuilder(WantedRows const& wanted) : wanted_{wanted} {}

  void add_row(Row row, std::uint64_t offset, std::uint64_t line) {
    std::string_view const contig = contig_of_row(row, wanted_.shape);
    if (!contig.empty() && wanted_.contig != contig) throw BrokenPlan{};
    std::uint32_t const pos = pos_of_row(row, wanted_.shape);
    if (pos == 0) return;
    bool const is_first = !has_pos_;
    has_pos_ = true;
    PosRange const* const range = range_of(pos);
    if (range == range_) return;
    end_run(offset);
    range_ = range;
    if (range == nullptr) return;
    Stretch const& run = wanted_.run;
    std::uint64_t const first_line = run.first_line == 0 ? 0 : line;
    if (runs_.size() == max_contig_runs) refuse();
    runs_.push_back(
        {{is_first ? run.begin : offset, 0, is_first ? run.first_line : first_line, run.contig_id},
         static_cast<std::size_t>(range - wanted_.ranges.data())});
  }

  std::vector<PlacedStretch> finish() {
    end_run(wanted_.run.end);
    return std::move(runs_);
  }

 private:
  PosRange const* range_of(std::uint32_t pos) const {
    auto const range =
        std::lower_bound(wanted_.ranges.begin(), wanted_.ranges.end(), pos,
                         [](PosRange const& a, std::uint32_t at) { return a.last < at; });
    return range != wanted_.ranges.end() && range->first <= pos ? &*range : nullptr;
  }

  void end_run(std::uint64_t offset) {
    if (range_ != nullptr) runs_.back().run.end = offset;
  }

  [[noreturn]] void refuse() const {
    throw InputError{fmt::format(
        "{}: its rows stand in and out of the regions by turns, more than {} times; sort it by "
        "contig and position first: `sort -s -k1,1 -k2,2n`",
        wanted_.input.name(), max_contig_runs)};
  }

  WantedRows const& wanted_;
  std::vector<PlacedStretch> runs_;
  PosRange const* range_ = nullptr;  ///< that holds the last row, or null
  bool has_pos_ = false;
};

}  // namespace

std::vector<PlacedStretch> scan_positions(WantedRows const& wanted) {
  WantedRunBuilder builder{wanted};
  Stretch const& run = wanted.run;
  scan_rows(wanted.input, {run.begin, run.end, run.first_line},
            [&](Row row, std::uint64_t offset, std::uint64_t line) {
              builder.add_row(row, offset, line);
            });
  return builder.finish();
}

}  // namespace hapmill
