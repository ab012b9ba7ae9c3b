#include "records/spilled_run.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace hapmill {

void spill_record(SpillFile& file, std::uint32_t pos, std::string_view record) {
  std::uint64_t const size = record.size();
  file.append(reinterpret_cast<char const*>(&pos), sizeof pos);
  file.append(reinterpret_cast<char const*>(&size), sizeof size);
  file.append(record.data(), record.size());
}

RunReader::RunReader(SpillFile const& file, SpilledRun const& run, std::span<char> window)
    : file_{file}, offset_{run.begin}, end_{run.end}, window_{window} {
  assert(!window.empty());
}

bool RunReader::next() {
  if (unread_.empty() && offset_ == end_) return false;
  std::uint64_t size = 0;
  read(reinterpret_cast<char*>(&pos_), sizeof pos_);
  read(reinterpret_cast<char*>(&size), sizeof size);
  size_ = size;
  return true;
}

void RunReader::read(char* target, std::size_t count) {
  std::size_t const ready = std::min(count, unread_.size());
  std::copy_n(unread_.data(), ready, target);
  unread_ = unread_.subspan(ready);
  target += ready;
  count -= ready;
  if (count == 0) return;
  if (count >= window_.size()) {
    file_.read(offset_, target, count);
    offset_ += count;
    return;
  }
  auto const filled =
      static_cast<std::size_t>(std::min<std::uint64_t>(window_.size(), end_ - offset_));
  file_.read(offset_, window_.data(), filled);
  offset_ += filled;
  std::copy_n(window_.data(), count, target);
  unread_ = window_.first(filled).subspan(count);
}

}  // namespace hapmill
