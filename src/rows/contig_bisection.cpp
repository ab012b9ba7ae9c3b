#include <algorithm>

#include "rows/contig_runs.hpp"
#include "rows/row_probe.hpp"

namespace hapmill {

namespace {

/// A row that names its contig.
struct NamedRow {
  std::uint64_t offset;
  std::string contig;
};

class ContigBisection {
 public:
  ContigBisection(MatrixInput const& input, MatrixHeader const& header, RowShape const& shape)
      : size_{input.size()},
        end_{input.size()},
        data_begin_{header.data_begin},
        shape_{shape},
        probe_{input, header.data_begin, shape, input.size()} {}

  std::optional<ContigRuns> find(std::uint64_t first_line) {
    auto row = first_named(data_begin_, size_);
    if (!row) return std::nullopt;
    found_.runs.push_back({data_begin_, 0, first_line, found_.names.number_of(row->contig)});
    while ((row = first_of_another(*row))) {
      found_.runs.back().end = row->offset;
      found_.runs.push_back({row->offset, 0, 0, found_.names.number_of(row->contig)});
    }
    if (gave_up_) return std::nullopt;
    found_.runs.back().end = size_;
    return std::move(found_);
  }

 private:
  /// The first row of the contig that follows the contig of `from`; none if that is the last one.
  ///
  /// It takes steps that double until a row is of another contig, then halves the range between.
  std::optional<NamedRow> first_of_another(NamedRow const& from) {
    std::uint64_t same = from.offset;  // the row that begins here is of `from`'s contig
    std::optional<NamedRow> other;
    std::uint64_t bound = end_;  // no row that names a contig begins from here up to `other`
    std::uint64_t const tail = end_ - std::min(tail_bytes, end_);
    for (std::uint64_t step = first_step; bound > same + 1; step *= 2) {
      std::uint64_t const at = std::max(same + 1, std::min(same + step, tail));
      bool const is_tail = at >= tail;  // all rows from here on are read
      visit(at, end_, [&](std::string_view contig, std::uint64_t offset) {
        if (contig != from.contig) {
          other = NamedRow{offset, std::string{contig}};
          return false;
        }
        same = offset;
        return is_tail;
      });
      if (gave_up_) return std::nullopt;
      if (is_tail && same >= at) return other;
      if (!other && same >= at) continue;
      bound = at;
      if (!other) end_ = bound;
      break;
    }
    while (bound - same > 1) {
      std::uint64_t const middle = same + (bound - same) / 2;
      auto found = first_named(middle, bound);
      if (gave_up_) return std::nullopt;
      if (found && found->contig == from.contig) {
        same = found->offset;
      } else {
        if (found) other = std::move(found);
        bound = middle;
        if (!other) end_ = bound;
      }
    }
    return other;
  }

  /// The first row in [begin, end) that names its contig.
  std::optional<NamedRow> first_named(std::uint64_t begin, std::uint64_t end) {
    std::optional<NamedRow> found;
    visit(begin, end, [&](std::string_view contig, std::uint64_t offset) {
      found = NamedRow{offset, std::string{contig}};
      return false;
    });
    return found;
  }

  /// Calls `take(contig, offset)` for the rows in [begin, end) that name their contig until it
  /// returns false.
  template <class Take>
  void visit(std::uint64_t begin, std::uint64_t end, Take const& take) {
    gave_up_ = gave_up_ || !probe_.visit_rows(begin, end, [&](Row row, std::uint64_t offset) {
      auto const contig = contig_of_row(row, shape_);
      return contig.empty() || take(contig, offset);
    });
  }

  static constexpr std::uint64_t first_step = 64U << 10;
  static constexpr std::uint64_t tail_bytes = 4096;

  std::uint64_t size_;
  std::uint64_t end_;  ///< no row that names a contig begins from here on
  std::uint64_t data_begin_;
  RowShape shape_;
  RowProbe probe_;
  bool gave_up_ = false;
  ContigRuns found_;
};

}  // namespace

std::optional<ContigRuns> bisect_contig_runs(MatrixInput const& input, MatrixHeader const& header,
                                             RowShape const& shape) {
  return ContigBisection{input, header, shape}.find(header.first_line);
}

}  // namespace hapmill
