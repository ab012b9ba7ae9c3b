#include <algorithm>

#include "matrix/row_shape.hpp"
#include "rows/broken_plan.hpp"
#include "rows/region_runs.hpp"
#include "rows/row_probe.hpp"

namespace hapmill {

namespace {

/// A row and its POS.
struct Landmark {
  std::uint64_t offset;
  std::uint32_t pos;
};

/// Stretches smaller than this are scanned.
constexpr std::uint64_t least_run_bytes = 8U << 20;
/// How many rows, spread over the stretch, are read first to see whether positions ascend.
constexpr std::uint64_t spread_probes = 64;
/// Once a border is known to be among so many bytes, all rows there are read.
constexpr std::uint64_t border_bytes = 64U << 10;

class PositionBisection {
 public:
  explicit PositionBisection(WantedRows const& wanted)
      : wanted_{wanted},
        run_{wanted.run},
        probe_{wanted.input, wanted.data_begin, wanted.shape, wanted.run.end - wanted.run.begin} {}

  std::optional<std::vector<PlacedStretch>> find() {
    std::vector<PlacedStretch> runs;
    if (!look_around()) return std::nullopt;
    if (landmarks_.empty()) return runs;
    for (std::size_t k = 0; k < wanted_.ranges.size(); ++k) {
      PosRange const& range = wanted_.ranges[k];
      auto const begin = border(range.first);
      auto const end = range.last == max_pos ? run_.end : border(range.last + 1);
      if (!begin || !end) return std::nullopt;
      if (*begin == *end) continue;
      std::uint64_t const line = *begin == run_.begin ? run_.first_line : 0;
      runs.push_back({{*begin, *end, line, run_.contig_id, range}, k});
    }
    return runs;
  }

 private:
  /// Keeps the first row and some more. Returns false if they do not ascend, or if it gave up.
  bool look_around() {
    std::uint64_t const size = run_.end - run_.begin;
    for (std::uint64_t k = 0; k <= spread_probes; ++k) {
      std::optional<Landmark> found;
      std::uint64_t const at = run_.begin + size / (spread_probes + 1) * k;
      if (!find_first(at, run_.end, found) || (found && !enter(*found))) return false;
    }
    return true;
  }

  /// The offset of the first row at `pos` or later, or the end of the stretch. Returns nothing if
  /// rows do not ascend, or if it gave up.
  std::optional<std::uint64_t> border(std::uint32_t pos) {
    auto const above =
        std::lower_bound(landmarks_.begin(), landmarks_.end(), pos,
                         [](Landmark const& mark, std::uint32_t to) { return mark.pos < to; });
    // Rows without a POS before the first that has one belong to it.
    if (above == landmarks_.begin()) return run_.begin;
    std::uint64_t below =
        std::prev(above)->offset;  // rows that begin up to here are at positions before pos
    std::uint64_t answer = above == landmarks_.end() ? run_.end : above->offset;
    std::uint64_t bound = answer;  // no row that begins from here to the answer has a POS
    while (bound - below > border_bytes) {
      std::uint64_t const middle = below + (bound - below) / 2;
      std::optional<Landmark> found;
      if (!find_first(middle, bound, found) || (found && !enter(*found))) return std::nullopt;
      if (found && found->pos < pos) {
        below = found->offset;
      } else {
        if (found) answer = found->offset;
        bound = middle;
      }
    }
    return read_border(pos, below, bound, answer);
  }

  /// Reads the rows that begin in [below, bound), all of them, and finds the border among them.
  std::optional<std::uint64_t> read_border(std::uint32_t pos, std::uint64_t below,
                                           std::uint64_t bound, std::uint64_t answer) {
    std::optional<Landmark> before;
    std::optional<Landmark> border;
    bool ascends = true;
    bool const is_read = probe_.visit_rows(below, bound, [&](Row row, std::uint64_t offset) {
      Landmark const here{offset, pos_of(row)};
      if (here.pos == 0) return true;
      ascends = !before || before->pos <= here.pos;
      before = here;
      if (!border && here.pos >= pos) border = here;
      return ascends;
    });
    if (!is_read || !ascends || (before && !enter(*before))) return std::nullopt;
    if (border && !enter(*border)) return std::nullopt;
    return border ? border->offset : answer;
  }

  /// The first row with a POS that begins in [begin, end). False if it gave up.
  bool find_first(std::uint64_t begin, std::uint64_t end, std::optional<Landmark>& found) {
    return probe_.visit_rows(begin, end, [&](Row row, std::uint64_t offset) {
      Landmark const here{offset, pos_of(row)};
      if (here.pos != 0) found = here;
      return here.pos == 0;
    });
  }

  std::uint32_t pos_of(Row row) const {
    std::string_view const contig = contig_of_row(row, wanted_.shape);
    if (!contig.empty() && wanted_.contig != contig) throw BrokenPlan{};
    return pos_of_row(row, wanted_.shape);
  }

  /// Keeps a row that has been read. Returns false if it and the others do not ascend.
  bool enter(Landmark const& mark) {
    auto const next =
        std::lower_bound(landmarks_.begin(), landmarks_.end(), mark.offset,
                         [](Landmark const& a, std::uint64_t offset) { return a.offset < offset; });
    if (next != landmarks_.end() && next->offset == mark.offset) return true;
    if (next != landmarks_.end() && next->pos < mark.pos) return false;
    if (next != landmarks_.begin() && std::prev(next)->pos > mark.pos) return false;
    landmarks_.insert(next, mark);
    return true;
  }

  WantedRows const& wanted_;
  Stretch const& run_;
  RowProbe probe_;
  std::vector<Landmark> landmarks_;  ///< by offset, and so by POS
};

}  // namespace

std::optional<std::vector<PlacedStretch>> bisect_positions(WantedRows const& wanted) {
  if (wanted.run.end - wanted.run.begin < least_run_bytes) return std::nullopt;
  return PositionBisection{wanted}.find();
}

}  // namespace hapmill
