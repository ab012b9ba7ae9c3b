#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bytes/spill_file.hpp"
#include "records/record_gather.hpp"
#include "records/record_run.hpp"
#include "records/record_scan.hpp"
#include "records/record_writer.hpp"
#include "records/spilled_run.hpp"

namespace hapmill {

/// Brings the records of each contig into the order of POS before another writer gets them; those
/// at one POS stay as they came. Records of a contig come together.
///
/// A contig is held until it ends, since its last record may be its first. One that takes more than
/// `most_bytes` goes to a file, in runs that are sorted each and merged at the end; runs that
/// follow one another are one. For the writer behind, a segment is a contig, whatever comes in.
class SortingWriter final : public RecordWriter {
 public:
  static constexpr std::size_t default_most_bytes = std::size_t{256} << 20;

  /// `folder` is for the file. A record larger than `most_bytes` is held all the same.
  SortingWriter(std::unique_ptr<RecordWriter> next, RecordKind kind, std::string folder,
                std::size_t most_bytes = default_most_bytes);

  void write_header(std::string_view header) override { next_->write_header(header); }
  void write(char const* records, std::size_t size,
             std::span<std::uint64_t const> segment_begins) override;
  void finish() override;
  UnsortedRecord const* unsorted() const override { return next_->unsorted(); }
  bool is_cut_off() const override { return next_->is_cut_off(); }

 private:
  void enter_contig(RecordPlace const& place);
  void end_contig();
  void spill_run();
  void merge_runs();

  std::unique_ptr<RecordWriter> next_;
  RecordKind kind_;
  std::size_t most_bytes_;
  RecordGather ready_;

  std::string contig_;
  std::int32_t contig_id_ = -1;
  RecordRun run_;                    ///< what has come since the last run was spilled
  std::vector<SpilledRun> spilled_;  ///< the contig's runs before
  SpillFile file_;
};

}  // namespace hapmill
