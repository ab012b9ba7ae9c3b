#include "chunk_converter.cuh"

#include "filter.cuh"
#include "format.cuh"
#include "tokenize.cuh"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace hapmill::cu {

DeviceChunkConverter::DeviceChunkConverter(RowPlan const& plan, DeviceRules const& rules,
                                           SlotSizes const& sizes)
    : plan_{plan}, rules_{rules}, sizes_{sizes}, memory_{sizes} {}

bool DeviceChunkConverter::convert(Chunk const& chunk, SiteBatch& batch) {
  batch.clear();
  if (!gather_text(chunk) || !find_rows()) return false;
  filter();
  if (!gather_counts(chunk, batch)) return false;
  if (batch.breaks_plan) return true;
  gather_piece_begins(batch);
  if (!format(batch)) return false;
  gather_columns(batch);
  return true;
}

void DeviceChunkConverter::lend_memory(Chunk& chunk, SiteBatch& batch) {
  chunk.text.lend(memory_.pinned_text.data(), memory_.pinned_text.size() - ByteBuffer::slack);
  batch.records.lend(memory_.pinned_records.data(),
                     memory_.pinned_records.size() - ByteBuffer::slack);
}

/// Copies the text of all runs, one after another, and their pieces to the device. Returns false if
/// they do not fit into the slot.
bool DeviceChunkConverter::gather_text(Chunk const& chunk) {
  if (chunk.pieces.size() > sizes_.pieces) return false;
  std::size_t size = 0;
  std::size_t contig_size = 0;
  for (std::size_t k = 0; k < chunk.pieces.size(); ++k) {
    std::string_view const name = chunk.pieces[k].contig;
    size += chunk.runs[k].size;
    if (size > sizes_.text_bytes || contig_size + name.size() > sizes_.contig_bytes) return false;
    memory_.pinned_pieces[k] = {static_cast<std::uint32_t>(size),
                                static_cast<std::uint32_t>(contig_size),
                                static_cast<std::uint32_t>(name.size()), chunk.pieces[k].facts};
    if (!name.empty()) {
      std::memcpy(memory_.pinned_contigs.data() + contig_size, name.data(), name.size());
    }
    contig_size += name.size();
  }
  text_size_ = static_cast<std::uint32_t>(size);
  piece_count_ = static_cast<std::uint32_t>(chunk.pieces.size());

  send_text(chunk);
  cudaStream_t const stream = memory_.stream.get();
  copy_to_device(memory_.contigs.data(), memory_.pinned_contigs.data(), contig_size, stream);
  copy_to_device(memory_.pieces.data(), memory_.pinned_pieces.data(), piece_count_, stream);
  return true;
}

/// Copies the text of the runs to the device. Runs that follow one another in the chunk's text,
/// nearly always all of them, are one copy.
void DeviceChunkConverter::send_text(Chunk const& chunk) {
  cudaStream_t const stream = memory_.stream.get();
  char* to = memory_.text.data();
  char const* from = nullptr;
  std::size_t size = 0;
  for (RowRun const& run : chunk.runs) {
    if (run.size == 0) continue;
    char const* const text = chunk.text.data() + run.text_begin;
    if (size == 0) from = text;
    if (text != from + size) {
      copy_to_device(to, from, size, stream);
      to += size;
      from = text;
      size = 0;
    }
    size += run.size;
  }
  copy_to_device(to, from, size, stream);
  // Kernels read whole words of 16 bytes.
  if (text_size_ % 16 != 0) {
    check(cudaMemsetAsync(memory_.text.data() + text_size_, 0, 16 - text_size_ % 16, stream));
  }
}

/// Finds where rows end and which piece they belong to. Returns false if the slot has no room for
/// so many rows.
bool DeviceChunkConverter::find_rows() {
  cudaStream_t const stream = memory_.stream.get();
  char const* const text = memory_.text.data();
  std::uint32_t const spans = newline_span_count(text_size_);
  count_newlines(text, text_size_, memory_.span_counts.data(), stream);
  memory_.primitives.exclusive_scan(memory_.span_counts.data(), memory_.span_begins.data(),
                                    std::size_t{spans} + 1, stream);
  index_newlines(text, text_size_, memory_.span_begins.data(), memory_.row_ends.data(), sizes_.rows,
                 stream);
  copy_to_host(memory_.pinned_row_count.data(), memory_.span_begins.data() + spans, 1, stream);
  memory_.stream.wait();
  row_count_ = memory_.pinned_row_count[0];
  if (row_count_ > sizes_.rows) return false;
  find_piece_rows(memory_.pieces.data(), piece_count_, memory_.row_ends.data(), row_count_,
                  memory_.piece_row_ends.data(), stream);
  return true;
}

RowWork DeviceChunkConverter::row_work() const {
  return {.kind = plan_.kind,
          .rules = rules_.get(),
          .batch = {memory_.text.data(), memory_.row_ends.data(), row_count_, memory_.pieces.data(),
                    memory_.piece_row_ends.data(), piece_count_, memory_.contigs.data()},
          .scratch = {memory_.scratch_numbers.data(), memory_.scratch_codes.data(), sizes_.columns},
          .tile_count = sizes_.scratch_tiles};
}

/// Decides what happens to each row, and where its record goes.
void DeviceChunkConverter::filter() {
  cudaStream_t const stream = memory_.stream.get();
  memory_.pinned_totals[0] = {};
  memory_.pinned_output_bytes[0] = 0;
  memory_.pinned_written_count[0] = 0;
  copy_to_device(memory_.totals.data(), memory_.pinned_totals.data(), 1, stream);
  if (row_count_ != 0) {
    RowResults const results{memory_.outcomes.data(), memory_.sizes.data(), memory_.faulty.data(),
                             sizes_.faulty_rows, memory_.totals.data()};
    filter_rows(row_work(), results, stream);
    drop_rows_after_stop(results, row_count_, stream);
    memory_.primitives.exclusive_scan(memory_.sizes.data(), memory_.offsets.data(),
                                      std::size_t{row_count_} + 1, stream);
    memory_.primitives.select_nonzero(memory_.sizes.data(), row_count_, memory_.written_rows.data(),
                                      memory_.written_count.data(), stream);
    find_piece_offsets(memory_.piece_row_ends.data(), piece_count_, memory_.offsets.data(),
                       memory_.piece_offsets.data(), stream);
    copy_to_host(memory_.pinned_outcomes.data(), memory_.outcomes.data(), row_count_, stream);
    copy_to_host(memory_.pinned_piece_offsets.data(), memory_.piece_offsets.data(), piece_count_,
                 stream);
    copy_to_host(memory_.pinned_output_bytes.data(), memory_.offsets.data() + row_count_, 1,
                 stream);
    copy_to_host(memory_.pinned_written_count.data(), memory_.written_count.data(), 1, stream);
  } else {
    std::fill_n(memory_.pinned_piece_offsets.data(), piece_count_, std::uint64_t{0});
  }
  copy_to_host(memory_.pinned_piece_row_ends.data(), memory_.piece_row_ends.data(), piece_count_,
               stream);
  copy_to_host(memory_.pinned_totals.data(), memory_.totals.data(), 1, stream);
  memory_.stream.wait();
  written_count_ = memory_.pinned_written_count[0];
}

/// Counts the rows of each piece up to the row at which conversion stops, and collects the rejected
/// rows. Returns false if the slot has no room for so many rejected rows.
bool DeviceChunkConverter::gather_counts(Chunk const& chunk, SiteBatch& batch) {
  ChunkTotals const& totals = memory_.pinned_totals[0];
  if (totals.fault_count > sizes_.faulty_rows) return false;
  bool const stops = totals.stop_row != no_row;
  RowOutcome const* const outcomes = memory_.pinned_outcomes.data();
  batch.breaks_plan = stops && outcomes[totals.stop_row] == RowOutcome::breaks_plan;
  batch.counts.resize(piece_count_);
  std::uint32_t const rows_end = stops ? totals.stop_row + 1 : row_count_;
  std::uint32_t row = 0;
  for (std::uint32_t piece = 0; piece < piece_count_; ++piece) {
    std::uint32_t const end = std::min(memory_.pinned_piece_row_ends[piece], rows_end);
    std::array<std::uint64_t, row_outcome_count> counts{};
    auto const count_of = [&](RowOutcome outcome) {
      return counts[static_cast<std::size_t>(outcome)];
    };
    RowCounts& rows = batch.counts[piece];
    rows.read = end - row;
    for (; row < end; ++row) ++counts[static_cast<std::size_t>(outcomes[row])];
    rows.written = count_of(RowOutcome::written);
    rows.non_variant = count_of(RowOutcome::non_variant);
    rows.rejected = count_of(RowOutcome::rejected);
    for (std::size_t k = 0; k < batch.filtered.size(); ++k) {
      std::uint64_t const filtered = count_of(filtered_for(static_cast<FilterReason>(k)));
      rows.filtered += filtered;
      batch.filtered[k] += filtered;
    }
  }
  if (totals.fault_count != 0) gather_faulty(chunk, batch);
  return true;
}

void DeviceChunkConverter::gather_piece_begins(SiteBatch& batch) const {
  std::uint32_t const stop_row = memory_.pinned_totals[0].stop_row;
  for (std::uint32_t piece = 0; piece < piece_count_; ++piece) {
    std::uint32_t const first_row = piece == 0 ? 0 : memory_.pinned_piece_row_ends[piece - 1];
    if (stop_row != no_row && first_row > stop_row) break;
    batch.piece_begins.push_back(memory_.pinned_piece_offsets[piece]);
  }
}

void DeviceChunkConverter::gather_faulty(Chunk const& chunk, SiteBatch& batch) {
  ChunkTotals const totals = memory_.pinned_totals[0];
  FaultyRow* const faulty = memory_.pinned_faulty.data();
  copy_to_host(faulty, memory_.faulty.data(), totals.fault_count, memory_.stream.get());
  memory_.stream.wait();
  std::sort(faulty, faulty + totals.fault_count,
            [](FaultyRow const& a, FaultyRow const& b) { return a.row < b.row; });
  std::uint32_t piece = 0;
  for (std::uint32_t k = 0; k < totals.fault_count; ++k) {
    FaultyRow const& bad = faulty[k];
    if (bad.row > totals.stop_row) break;
    while (memory_.pinned_piece_row_ends[piece] <= bad.row) ++piece;
    std::uint32_t const first_row = piece == 0 ? 0 : memory_.pinned_piece_row_ends[piece - 1];
    std::uint32_t const text_begin = piece == 0 ? 0 : memory_.pinned_pieces[piece - 1].text_end;
    RowRun const& run = chunk.runs[piece];
    std::uint32_t const begin_in_run = bad.begin - text_begin;
    RejectedRow rejected{bad.fault, piece, std::uint64_t{bad.row} - first_row,
                         run.offset + begin_in_run,
                         std::string{chunk.text.data() + run.text_begin + begin_in_run, bad.size}};
    if (plan_.bad_rows == BadRowPolicy::error) {
      batch.bad_row = std::move(rejected);
      return;
    }
    batch.rejected.push_back(std::move(rejected));
  }
}

/// Formats all records, in ranges that fit into the slot. Returns false if a single record does not
/// fit.
bool DeviceChunkConverter::format(SiteBatch& batch) {
  cudaStream_t const stream = memory_.stream.get();
  if (plan_.count_columns) {
    check(cudaMemsetAsync(memory_.columns.data(), 0, sizes_.columns * sizeof(DeviceColumnCounts),
                          stream));
  }
  std::uint64_t const output_bytes = memory_.pinned_output_bytes[0];
  if (!plan_ranges(output_bytes)) return false;
  batch.records.reserve_more(output_bytes);
  std::uint32_t first = 0;
  std::uint64_t begin = 0;
  for (Range const range : ranges_) {
    format_range(first, range.last, begin, range.end, batch);
    first = range.last;
    begin = range.end;
  }
  return true;
}

bool DeviceChunkConverter::plan_ranges(std::uint64_t output_bytes) {
  ranges_.clear();
  if (output_bytes <= sizes_.output_bytes) {
    if (output_bytes != 0) ranges_.push_back({written_count_, output_bytes});
    return true;
  }
  written_rows_.resize(written_count_);
  offsets_.resize(std::size_t{row_count_} + 1);
  cudaStream_t const stream = memory_.stream.get();
  copy_to_host(written_rows_.data(), memory_.written_rows.data(), written_count_, stream);
  copy_to_host(offsets_.data(), memory_.offsets.data(), offsets_.size(), stream);
  memory_.stream.wait();
  std::uint64_t range_begin = 0;
  for (std::uint32_t k = 0; k < written_count_; ++k) {
    std::uint64_t const begin = offsets_[written_rows_[k]];
    std::uint64_t const end = offsets_[written_rows_[k] + 1];
    if (end - begin > sizes_.output_bytes) return false;
    if (end - range_begin <= sizes_.output_bytes) continue;
    ranges_.push_back({k, begin});
    range_begin = begin;
  }
  ranges_.push_back({written_count_, output_bytes});
  return true;
}

void DeviceChunkConverter::format_range(std::uint32_t first, std::uint32_t last,
                                        std::uint64_t begin, std::uint64_t end, SiteBatch& batch) {
  cudaStream_t const stream = memory_.stream.get();
  RecordRange const range{memory_.written_rows.data() + first, last - first, memory_.offsets.data(),
                          begin, memory_.records.data()};
  format_rows(row_work(), range, memory_.totals.data(), memory_.columns.data(), stream);
  char* const pinned = memory_.pinned_records.data();
  copy_to_host(pinned, memory_.records.data(), end - begin, stream);
  memory_.stream.wait();
  if (batch.records.data() == pinned) {
    batch.records.set_size(end - begin);  // a single range stays where it is
  } else {
    batch.records.append(pinned, end - begin);
  }
}

/// Copies the counts that formatting made, of half-calls and of each column, into the batch.
void DeviceChunkConverter::gather_columns(SiteBatch& batch) {
  cudaStream_t const stream = memory_.stream.get();
  bool const counts_half_calls = plan_.missing == MissingPolicy::dot;
  if (!counts_half_calls && !plan_.count_columns) return;
  if (plan_.count_columns) {
    copy_to_host(memory_.pinned_columns.data(), memory_.columns.data(), sizes_.columns, stream);
  }
  copy_to_host(memory_.pinned_totals.data(), memory_.totals.data(), 1, stream);
  memory_.stream.wait();
  batch.half_calls = memory_.pinned_totals[0].half_calls;
  if (!plan_.count_columns) return;
  batch.columns.resize(sizes_.columns);
  for (std::size_t k = 0; k < batch.columns.size(); ++k) {
    batch.columns[k] = {memory_.pinned_columns[k].missing, memory_.pinned_columns[k].deleted};
  }
}

}  // namespace hapmill::cu
