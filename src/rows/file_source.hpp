#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "hapmill/backend/matrix_source.hpp"
#include "matrix/matrix_input.hpp"
#include "rows/input_plan.hpp"

namespace hapmill {

/// Produces the chunks of a regular file according to a plan.
class FileSource : public MatrixSource {
 public:
  /// Keeps references to `input` and `plan`. `chunk_bytes` is at least 1.
  FileSource(MatrixInput const& input, InputPlan const& plan, std::uint64_t data_begin,
             std::size_t chunk_bytes)
      : input_{input}, plan_{plan}, data_begin_{data_begin}, chunk_bytes_{chunk_bytes} {}

  bool next(Chunk& chunk) override;
  void load(Chunk& chunk) const override;
  void set_chunk_bytes(std::size_t chunk_bytes) override { chunk_bytes_ = chunk_bytes; }

 private:
  /// Consecutive bytes of the file in a chunk's text.
  struct Group {
    std::size_t text_begin;
    std::uint64_t offset;  ///< of that byte in the file
  };

  std::uint64_t first_line(PlannedRange const& range, std::uint64_t begin) const;
  void load_group(Chunk& chunk, std::size_t first, std::size_t last) const;
  void read_up_to(ByteBuffer& text, Group const& group, std::uint64_t end) const;
  std::optional<std::size_t> end_of_last_row(ByteBuffer& text, Group const& group,
                                             std::uint64_t end) const;

  MatrixInput const& input_;
  InputPlan const& plan_;
  std::uint64_t data_begin_;
  std::size_t chunk_bytes_;

  // Where next() continues.
  std::size_t range_ = 0;
  std::uint64_t range_done_ = 0;  ///< bytes of that range already in chunks
  std::uint64_t bytes_given_ = 0;
  std::uint64_t ordinal_ = 0;
};

}  // namespace hapmill
