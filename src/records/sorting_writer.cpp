#include "records/sorting_writer.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace hapmill {

namespace {

/// A page: with less for each run, a merge would be all system calls.
constexpr std::size_t least_window_bytes = 4096;
/// Larger reads are no faster.
constexpr std::size_t most_window_bytes = std::size_t{1} << 20;

}  // namespace

SortingWriter::SortingWriter(std::unique_ptr<RecordWriter> next, RecordKind kind,
                             std::string folder, std::size_t most_bytes)
    : next_{std::move(next)},
      kind_{kind},
      most_bytes_{most_bytes},
      ready_{*next_},
      file_{std::move(folder)} {}

void SortingWriter::write(char const* records, std::size_t size, std::span<std::uint64_t const>) {
  char const* const end = records + size;
  while (records != end && !is_cut_off()) {
    char const* const record_end = find_record_end(kind_, records, end);
    std::string_view const record{records, static_cast<std::size_t>(record_end - records)};
    RecordPlace const place = read_record_place(kind_, records, record_end);
    if (place.contig_id != contig_id_ || place.contig != contig_) enter_contig(place);
    std::size_t const bytes = record.size() + RecordRun::bytes_a_record;
    if (!run_.is_empty() && run_.bytes() + bytes > most_bytes_) spill_run();
    run_.append(static_cast<std::uint32_t>(place.pos), record);
    records = record_end;
  }
}

void SortingWriter::finish() {
  end_contig();
  ready_.flush();
  next_->finish();
}

void SortingWriter::enter_contig(RecordPlace const& place) {
  end_contig();
  contig_ = place.contig;
  contig_id_ = place.contig_id;
}

/// Passes the contig on.
void SortingWriter::end_contig() {
  if (run_.is_empty()) return;
  ready_.begin_segment();
  if (!spilled_.empty()) {
    spill_run();
    merge_runs();
  } else if (run_.is_sorted()) {
    ready_.append(run_.text());
  } else {
    run_.sort();
    run_.visit([&](std::uint32_t, std::string_view record) { ready_.append(record); });
  }
  run_.clear();
}

void SortingWriter::spill_run() {
  run_.sort();
  bool const follows = !spilled_.empty() && spilled_.back().last_pos <= run_.first_pos();
  if (!follows) spilled_.push_back({file_.size(), 0, 0});
  run_.visit([&](std::uint32_t pos, std::string_view record) { spill_record(file_, pos, record); });
  spilled_.back().end = file_.size();
  spilled_.back().last_pos = run_.last_pos();
  run_.clear();
}

void SortingWriter::merge_runs() {
  file_.flush();
  std::size_t const window_bytes =
      std::clamp(most_bytes_ / spilled_.size(), least_window_bytes, most_window_bytes);
  auto const memory = run_.lend(spilled_.size() * window_bytes);
  std::vector<RunReader> readers;
  readers.reserve(spilled_.size());
  // POS, then ordinal of a run: at one POS the records of an earlier run come first.
  std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> heads;
  auto const enter_next = [&](std::size_t k) {
    if (readers[k].next()) heads.push(std::uint64_t{readers[k].pos()} << 32 | k);
  };
  for (std::size_t k = 0; k < spilled_.size(); ++k) {
    readers.emplace_back(file_, spilled_[k], memory.subspan(k * window_bytes, window_bytes));
    enter_next(k);
  }
  while (!heads.empty() && !is_cut_off()) {
    auto const k = static_cast<std::uint32_t>(heads.top());
    heads.pop();
    readers[k].read_record(ready_.extend(readers[k].size()));
    enter_next(k);
  }
  spilled_.clear();
  file_.clear();
}

}  // namespace hapmill
