#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hapmill/model/row_plan.hpp"

namespace hapmill::cpu {

/// Which column each printed allele comes from.
///
/// For vector code it is cut into steps: one makes part of one block of `out_bytes` alleles out of
/// one block of `source_bytes` columns; the steps of an output block stand together, and their
/// results are combined by OR.
class ColumnGather {
 public:
  struct Step {
    std::uint32_t source;      ///< first column
    std::uint32_t out;         ///< first allele
    std::uint32_t steps_left;  ///< of this output block, after this one
  };

  ColumnGather(std::vector<Sample> const& samples, std::uint32_t out_bytes,
               std::uint32_t source_bytes);

  /// Alleles are the columns as they stand: nothing to gather.
  bool is_identity() const { return is_identity_; }
  /// Steps would take longer than one allele after another.
  bool is_scattered() const { return is_scattered_; }
  std::vector<std::uint32_t> const& columns() const { return columns_; }
  std::vector<Step> const& steps() const { return steps_; }
  /// [steps][out_bytes] column less the step's source, 128 where the step makes nothing.
  std::uint8_t const* shuffle() const { return shuffle_.data(); }

 private:
  void cut_into_steps(std::uint32_t out_bytes, std::uint32_t source_bytes);

  bool is_identity_ = true;
  bool is_scattered_ = true;
  std::vector<std::uint32_t> columns_;
  std::vector<Step> steps_;
  std::vector<std::uint8_t> shuffle_;
};

}  // namespace hapmill::cpu
