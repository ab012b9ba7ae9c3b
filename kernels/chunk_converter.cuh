#pragma once

#include "device_rules.cuh"
#include "slot_memory.cuh"

#include "hapmill/backend/chunk.hpp"
#include "hapmill/backend/site_batch.hpp"

#include <cstdint>
#include <vector>

namespace hapmill::cu {

/// Runs the stages on one slot's chunks: text in, records out, in the slot's stream.
class DeviceChunkConverter {
 public:
  /// Keeps a reference to `rules`.
  DeviceChunkConverter(RowPlan const& plan, DeviceRules const& rules, SlotSizes const& sizes);

  /// Lends the slot's pinned memory to the chunk's text and the batch's records, which then must
  /// not outlive the converter.
  void lend_memory(Chunk& chunk, SiteBatch& batch);

  /// Converts a loaded chunk into `batch`, to both of which memory was lent. False if the chunk
  /// does not fit the slot; `batch` is void then. Throws DeviceError.
  bool convert(Chunk const& chunk, SiteBatch& batch);

 private:
  bool gather_text(Chunk const& chunk);
  void send_text(Chunk const& chunk);
  bool find_rows();
  void filter();
  RowBatch row_batch() const;
  bool gather_counts(Chunk const& chunk, SiteBatch& batch);
  void gather_segments(Chunk const& chunk, SiteBatch& batch) const;
  void gather_faulty(Chunk const& chunk, SiteBatch& batch);
  bool format(SiteBatch& batch);
  bool plan_ranges(std::uint64_t output_bytes);
  void format_range(std::uint32_t first, std::uint32_t last, std::uint64_t begin, std::uint64_t end,
                    SiteBatch& batch);
  void gather_columns(SiteBatch& batch);

  RowPlan const& plan_;
  DeviceRules const& rules_;
  SlotSizes sizes_;

  // The chunk at work.
  std::uint32_t text_size_ = 0;
  std::uint32_t piece_count_ = 0;
  std::uint32_t row_count_ = 0;
  std::uint32_t written_count_ = 0;
  // Where ranges of records end, as counts of written rows and as offsets; made where the chunk's
  // records do not fit the slot at once.
  std::vector<std::uint32_t> written_rows_;
  std::vector<std::uint64_t> offsets_;
  struct Range {
    std::uint32_t last;
    std::uint64_t end;
  };
  std::vector<Range> ranges_;

  SlotMemory memory_;  ///< last: its stream's work may use the vectors above
};

}  // namespace hapmill::cu
