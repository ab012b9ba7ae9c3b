#include "convert/progress.hpp"

#include <fmt/format.h>

#include "support/human_units.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

namespace {

using namespace std::chrono_literals;

constexpr auto line_period = 200ms;
constexpr auto json_period = 1s;
constexpr auto first_wait = 500ms;  // a short run shows nothing

}  // namespace

Progress::Progress(ProgressStyle style, std::uint64_t input_bytes)
    : style_{style}, input_bytes_{input_bytes}, next_{begin_ + first_wait} {}

Progress::~Progress() { clear(); }

void Progress::update(std::uint64_t bytes_done, RowCounts const& rows) {
  if (style_ == ProgressStyle::none) return;
  auto const now = Clock::now();
  if (now < next_) return;
  next_ = now + (style_ == ProgressStyle::line ? line_period : json_period);
  if (style_ == ProgressStyle::line) print_line(bytes_done, rows);
  if (style_ == ProgressStyle::json) print_json(bytes_done, rows, false);
}

void Progress::finish(std::uint64_t bytes_done, RowCounts const& rows) {
  clear();
  if (style_ == ProgressStyle::json) print_json(bytes_done, rows, true);
}

double Progress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - begin_).count();
}

void Progress::clear() {
  if (is_shown_) print_to_standard_error("\r\x1B[K");
  is_shown_ = false;
}

void Progress::print_line(std::uint64_t bytes_done, RowCounts const& rows) {
  double const rate = static_cast<double>(bytes_done) / seconds();
  auto text = fmt::format("\r{}", human_bytes(bytes_done));
  if (input_bytes_ != 0) {
    text +=
        fmt::format(" of {} ({:.0f} %)", human_bytes(input_bytes_),
                    100.0 * static_cast<double>(bytes_done) / static_cast<double>(input_bytes_));
  }
  text += fmt::format(", {} rows, {} sites written, {}/s", human_count(rows.read),
                      human_count(rows.written), human_bytes(static_cast<std::uint64_t>(rate)));
  if (input_bytes_ > bytes_done && rate > 0) {
    text +=
        fmt::format(", {} left", human_time(static_cast<double>(input_bytes_ - bytes_done) / rate));
  }
  print_to_standard_error(text + "\x1B[K");
  is_shown_ = true;
}

void Progress::print_json(std::uint64_t bytes_done, RowCounts const& rows, bool is_done) const {
  print_to_standard_error(
      fmt::format("{{\"seconds\":{:.1f},\"bytes\":{},\"bytes_total\":{},\"rows\":{},\"written\":{},"
                  "\"done\":{}}}\n",
                  seconds(), bytes_done, input_bytes_, rows.read, rows.written, is_done));
}

}  // namespace hapmill
