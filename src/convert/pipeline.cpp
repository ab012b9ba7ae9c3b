#include "convert/pipeline.hpp"

#include <fmt/format.h>

#include <deque>

#include "convert/line_counter.hpp"
#include "convert/unsorted_row.hpp"
#include "dialects/original_rows.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/line_numbers.hpp"
#include "matrix/row_fault_message.hpp"
#include "matrix/row_place.hpp"
#include "records/record_index.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

/// Takes batches in output order: writes, counts, reports.
class BatchTaker {
 public:
  explicit BatchTaker(Pipeline const& pipeline)
      : pipeline_{pipeline}, line_numbers_{pipeline.input} {
    if (pipeline.plan.count_columns) totals_.columns.resize(pipeline.plan.column_count());
  }

  void take(Chunk const& chunk, SiteBatch const& batch) {
    if (batch.breaks_plan) throw BrokenPlan{};
    count_pieces(chunk, batch);
    if (batch.bad_row) refuse(as_they_stand(chunk, {*batch.bad_row}).front());
    write_records(chunk, batch);
    note_unsorted(chunk);
    if (!batch.rejected.empty()) write_rejects(as_they_stand(chunk, batch.rejected));
    for (std::size_t k = 0; k < batch.columns.size(); ++k) {
      totals_.columns[k].missing += batch.columns[k].missing;
      totals_.columns[k].deleted += batch.columns[k].deleted;
    }
    for (std::size_t k = 0; k < batch.filtered.size(); ++k) {
      totals_.filtered[k] += batch.filtered[k];
    }
    totals_.half_calls += batch.half_calls;
    pipeline_.progress.update(chunk.input_end, totals_.rows);
  }

  Totals& totals() { return totals_; }

 private:
  void count_pieces(Chunk const& chunk, SiteBatch const& batch) {
    first_lines_.clear();
    for (std::size_t k = 0; k < chunk.pieces.size(); ++k) {
      ChunkPiece const& piece = chunk.pieces[k];
      first_lines_.push_back(lines_.begin_piece(piece));
      lines_.end_piece(batch.counts[k].read);
      totals_.rows += batch.counts[k];
      if (totals_.contigs.size() <= piece.contig_id) totals_.contigs.resize(piece.contig_id + 1);
      totals_.contigs[piece.contig_id] += batch.counts[k];
    }
  }

  RowPlace place_of(RowInChunk const& row) const {
    std::uint64_t const first = first_lines_[row.piece];
    return make_row_place(pipeline_.input.file_at(row.offset),
                          first != 0 ? first + row.row : line_numbers_.at(row.offset));
  }
  RowPlace place_of(RejectedRow const& row) const {
    return place_of(RowInChunk{row.piece, row.row, row.offset});
  }

  /// Writes the batch at once, or the records of each contig by themselves.
  void write_records(Chunk const& chunk, SiteBatch const& batch) {
    RecordWriter& writer = pipeline_.records;
    std::uint64_t begin = 0;
    auto const write_up_to = [&](std::uint64_t end) {
      writer.write(batch.records.data() + begin, end - begin, segment_begins_);
      segment_begins_.clear();
      begin = end;
    };
    for (std::size_t k = 0; k < chunk.pieces.size(); ++k) {
      ChunkPiece const& piece = chunk.pieces[k];
      if (writer.splits_contigs() && !piece.contig.empty() && piece.contig != contig_) {
        write_up_to(batch.piece_begins[k]);
        contig_ = piece.contig;
        writer.begin_contig(contig_);
      }
      if (piece.begins_segment) segment_begins_.push_back(batch.piece_begins[k] - begin);
    }
    write_up_to(batch.records.size());
  }

  /// Finds the row of the record that the index could not hold among the rows of its chunk.
  void note_unsorted(Chunk const& chunk) {
    if (totals_.unsorted) return;
    UnsortedRecord const* const record = pipeline_.records.unsorted();
    if (record == nullptr) return;
    auto const row = find_unsorted_row(chunk, pipeline_.shape(), record->contig, record->pos,
                                       record->pos_before);
    totals_.unsorted = {row ? place_of(*row) : 0, record->contig, record->pos, record->pos_before};
  }

  /// Rejected rows as the matrix has them.
  std::vector<RejectedRow> as_they_stand(Chunk const& chunk, std::vector<RejectedRow> rows) const {
    if (pipeline_.rewriter != nullptr) restore_original_rows(chunk, *pipeline_.rewriter, rows);
    return rows;
  }

  [[noreturn]] void refuse(RejectedRow const& row) const {
    throw InputError{describe_fault(pipeline_.input.name_at(row.offset), line_of(place_of(row)),
                                    row, pipeline_.plan, pipeline_.rewriter)};
  }

  void write_rejects(std::vector<RejectedRow> const& rows) {
    for (auto const& row : rows) {
      RowPlace const place = place_of(row);
      totals_.rejected[static_cast<std::size_t>(row.fault.kind)].add(place);
      if (pipeline_.on_rejected) pipeline_.on_rejected(row, place);
      if (pipeline_.rejects == nullptr) continue;
      rejects_text_.clear();
      if (pipeline_.input.file_count() > 1) {
        fmt::format_to(std::back_inserter(rejects_text_),
                       "{}:", pipeline_.input.name_at(row.offset));
      }
      fmt::format_to(std::back_inserter(rejects_text_), "{}\t{}\t{}\n", line_of(place),
                     fault_reason(row.fault.kind), row.text);
      pipeline_.rejects->write({rejects_text_.data(), rejects_text_.size()});
    }
  }

  Pipeline const& pipeline_;
  LineCounter lines_;
  mutable LineNumbers line_numbers_;        ///< of rows that lines_ does not know
  std::vector<std::uint64_t> first_lines_;  ///< of the pieces of the chunk at hand
  fmt::memory_buffer rejects_text_;
  std::string contig_;                         ///< the last begin_contig()
  std::vector<std::uint64_t> segment_begins_;  ///< of the next write()
  Totals totals_;
};

}  // namespace

Totals run_pipeline(Pipeline const& pipeline) {
  Backend& backend = pipeline.backend;
  BatchTaker taker{pipeline};
  std::deque<std::size_t> free_slots;
  std::deque<std::size_t> in_flight;
  std::size_t slot_count = 0;
  bool has_more = true;
  std::exception_ptr read_error;  // raised once the rows before it are through
  while (true) {
    check_interrupt();
    for (; slot_count < backend.slot_count(); ++slot_count) free_slots.push_back(slot_count);
    while (has_more && !free_slots.empty()) {
      std::size_t const slot = free_slots.front();
      try {
        has_more = pipeline.source.next(backend.chunk(slot));
      } catch (InputError const&) {
        read_error = std::current_exception();
        has_more = false;
      }
      if (!has_more) break;
      free_slots.pop_front();
      in_flight.push_back(slot);
      backend.submit(slot);
    }
    if (in_flight.empty()) break;
    std::size_t const slot = in_flight.front();
    SiteBatch const& batch = backend.collect(slot);
    taker.take(backend.chunk(slot), batch);
    in_flight.pop_front();
    free_slots.push_back(slot);
    if (pipeline.records.is_cut_off()) break;
  }
  if (read_error) std::rethrow_exception(read_error);
  return std::move(taker.totals());
}

}  // namespace hapmill
