#include <algorithm>
#include <cstring>

#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/byte_buffer.hpp"
#include "rows/contig_runs.hpp"

namespace hapmill {

namespace {

/// A row that names its contig.
struct Landmark {
  std::uint64_t offset;
  std::string contig;
};

class Bisection {
 public:
  Bisection(MatrixInput const& input, MatrixHeader const& header, RowShape const& shape)
      : input_{input},
        data_begin_{header.data_begin},
        shape_{shape},
        budget_{input.size() / bytes_per_probe} {}

  std::optional<ContigRuns> find(std::uint64_t first_line) {
    auto const first = next_landmark(data_begin_, input_.size());
    if (!first) return std::nullopt;
    found_.runs.push_back({data_begin_, 0, first_line, found_.names.number_of(first->contig)});
    if (!find_after(*first)) return std::nullopt;
    found_.runs.back().end = input_.size();
    return std::move(found_);
  }

 private:
  /// Enters the runs that begin after `from`, which is of the last run known.
  bool find_after(Landmark from) {
    while (true) {
      auto const next = first_of_another(from);
      if (is_spent()) return false;
      if (!next) return true;
      found_.runs.back().end = next->offset;
      found_.runs.push_back({next->offset, 0, 0, found_.names.number_of(next->contig)});
      from = *next;
    }
  }

  /// The first row of the contig that follows the one of `from`; none if that is the last.
  ///
  /// Gallops to a row of another contig, then halves the range between.
  std::optional<Landmark> first_of_another(Landmark const& from) {
    std::uint64_t same = from.offset;  // the row that begins here is of `from`'s contig
    std::optional<Landmark> other;
    std::uint64_t bound = input_.size();  // rows that begin from here on, up to `other`, are not
    for (std::uint64_t step = first_step; !other && !is_spent(); step *= 2) {
      std::uint64_t const at = same + std::min(step, input_.size() - same);
      auto found = next_landmark(at, input_.size());
      bool const is_last = !found;  // it begins before `at`, and may be of the next contig
      if (is_last) found = last_landmark();
      if (!found || found->offset <= same) return std::nullopt;
      if (found->contig == from.contig) {
        if (is_last) return std::nullopt;
        same = found->offset;
      } else {
        other = found;
        bound = at;
      }
    }
    while (other && bound - same > 1 && !is_spent()) {
      std::uint64_t const middle = same + (bound - same) / 2;
      auto const found = next_landmark(middle, bound);
      if (!found) {
        bound = middle;
      } else if (found->contig == from.contig) {
        same = found->offset;
      } else {
        other = found;
        bound = middle;
      }
    }
    return other;
  }

  std::optional<Landmark> next_landmark(std::uint64_t offset, std::uint64_t end) {
    return find_landmark(offset, end, Wanted::first);
  }

  enum class Wanted : std::uint8_t { first, last };

  /// The first or last row with a name for its contig that begins in [offset, end).
  std::optional<Landmark> find_landmark(std::uint64_t offset, std::uint64_t end, Wanted wanted) {
    std::optional<Landmark> last;
    // A row begins at data_begin_ and after each newline.
    std::uint64_t at = offset == data_begin_ ? offset : offset - 1;
    bool in_row = offset != data_begin_;
    ByteBuffer text;
    std::uint64_t text_begin = at;
    while (at < end) {
      std::size_t const have = static_cast<std::size_t>(text_begin + text.size() - at);
      char const* const here = text.data() + (at - text_begin);
      auto const* const newline =
          have == 0 ? nullptr : static_cast<char const*>(std::memchr(here, '\n', have));
      if (newline == nullptr && !is_at_end(text_begin + text.size())) {
        if (text.size() > max_row_bytes || is_spent()) return std::nullopt;
        read_more(text, text_begin);
        continue;
      }
      std::size_t const size = newline == nullptr ? have : static_cast<std::size_t>(newline - here);
      if (!in_row) {
        auto const name = contig_of_row({here, static_cast<std::uint32_t>(size)}, shape_);
        if (!name.empty()) last = Landmark{at, std::string{name}};
        if (!name.empty() && wanted == Wanted::first) return last;
      }
      in_row = false;
      at += size + 1;
    }
    return last;
  }

  /// The last row that names its contig.
  std::optional<Landmark> last_landmark() {
    for (std::uint64_t back = probe_bytes; !is_spent(); back *= 2) {
      std::uint64_t const from = input_.size() - std::min(back, input_.size() - data_begin_);
      auto last = find_landmark(from, input_.size(), Wanted::last);
      if (last || from == data_begin_) return last;
    }
    return std::nullopt;
  }

  bool is_at_end(std::uint64_t offset) const { return offset >= input_.size(); }
  bool is_spent() const { return probe_count_ > budget_; }

  void read_more(ByteBuffer& text, std::uint64_t text_begin) {
    std::size_t const step = std::max<std::size_t>(probe_bytes, text.size());
    text.reserve_more(step);
    std::size_t const got = input_.read_at(text.end(), step, text_begin + text.size());
    text.grow_size(got);
    ++probe_count_;
    if (got == 0) probe_count_ = budget_ + 1;  // the file shrank; the scan will say so
  }

  static constexpr std::size_t probe_bytes = 4096;
  /// What a scan reads in the time of a probe, on a disk with read-ahead.
  static constexpr std::uint64_t bytes_per_probe = 64U << 10;
  static constexpr std::uint64_t first_step = 64U << 10;

  MatrixInput const& input_;
  std::uint64_t data_begin_;
  RowShape shape_;
  std::uint64_t budget_;  ///< probes before a scan of the whole file costs less
  std::uint64_t probe_count_ = 0;
  ContigRuns found_;
};

}  // namespace

std::optional<ContigRuns> bisect_contig_runs(MatrixInput const& input, MatrixHeader const& header,
                                             RowShape const& shape) {
  return Bisection{input, header, shape}.find(header.first_line);
}

}  // namespace hapmill
