#pragma once

#include "device_rules.cuh"
#include "slot_memory.cuh"

#include "hapmill/backend/chunk.hpp"
#include "hapmill/backend/site_batch.hpp"

#include <cstdint>
#include <vector>

namespace hapmill::cu {

/// Runs the stages on the chunks of one slot: copies their text to the device and their records
/// back, all in the slot's stream.
class DeviceChunkConverter {
 public:
  /// Keeps references to `plan` and `rules`.
  DeviceChunkConverter(RowPlan const& plan, DeviceRules const& rules, SlotSizes const& sizes);

  /// Lends the slot's pinned memory to the chunk's text and the batch's records. Neither may
  /// outlive the converter.
  void lend_memory(Chunk& chunk, SiteBatch& batch);

  /// Converts a loaded chunk into `batch`. lend_memory() has been called for both. Returns false if
  /// the chunk does not fit into the slot; the content of `batch` is then undefined. Throws
  /// DeviceError.
  bool convert(Chunk const& chunk, SiteBatch& batch);

 private:
  bool gather_text(Chunk const& chunk);
  void send_text(Chunk const& chunk);
  bool find_rows();
  void filter();
  RowWork row_work() const;
  bool gather_counts(Chunk const& chunk, SiteBatch& batch);
  void gather_piece_begins(SiteBatch& batch) const;
  void gather_faulty(Chunk const& chunk, SiteBatch& batch);
  bool format(SiteBatch& batch);
  bool plan_ranges(std::uint64_t output_bytes);
  void format_range(std::uint32_t first, std::uint32_t last, std::uint64_t begin, std::uint64_t end,
                    SiteBatch& batch);
  void gather_columns(SiteBatch& batch);

  RowPlan const& plan_;
  DeviceRules const& rules_;
  SlotSizes sizes_;

  // The current chunk.
  std::uint32_t text_size_ = 0;
  std::uint32_t piece_count_ = 0;
  std::uint32_t row_count_ = 0;
  std::uint32_t written_count_ = 0;
  // Where the ranges of records end, as numbers of written rows and as offsets. There is more than
  // one range if the chunk's records do not fit into the slot at once.
  std::vector<std::uint32_t> written_rows_;
  std::vector<std::uint64_t> offsets_;
  struct Range {
    std::uint32_t last;
    std::uint64_t end;
  };
  std::vector<Range> ranges_;

  SlotMemory memory_;  ///< last, because work of its stream may use the vectors above
};

}  // namespace hapmill::cu
