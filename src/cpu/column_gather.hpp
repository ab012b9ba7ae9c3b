#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hapmill/model/row_plan.hpp"

namespace hapmill::cpu {

/// Knows the column that each printed allele comes from.
///
/// For vector code the work is divided into steps. A step makes a part of one block of `out_bytes`
/// alleles from one block of `source_bytes` columns. The steps of an output block follow one
/// another, and the results are combined by OR.
class ColumnGather {
 public:
  /// One step of the gather.
  struct Step {
    std::uint32_t source;      ///< first column that it reads
    std::uint32_t out;         ///< first allele of its output block
    std::uint32_t steps_left;  ///< steps of the same output block after this one
  };

  /// There are no steps if `out_bytes` is 0.
  ColumnGather(std::vector<Sample> const& samples, std::uint32_t out_bytes,
               std::uint32_t source_bytes);

  /// Whether the alleles are all columns in their order, so that there is nothing to gather.
  bool is_identity() const { return is_identity_; }
  /// Whether the steps would take longer than copying one allele after another.
  bool is_scattered() const { return is_scattered_; }
  /// [alleles] the column of each.
  std::vector<std::uint32_t> const& columns() const { return columns_; }
  std::vector<Step> const& steps() const { return steps_; }
  /// [steps][out_bytes] the column of each allele minus the step's source; 128 if the step does not
  /// make the allele.
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
