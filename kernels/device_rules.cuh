#pragma once

#include "device_memory.cuh"
#include "row_batch.cuh"

#include "hapmill/model/row_plan.hpp"

namespace hapmill::cu {

/// The plan in device memory. All slots share it.
class DeviceRules {
 public:
  explicit DeviceRules(RowPlan const& plan);
  /// Device memory; owned by this object.
  RowRules const* get() const { return rules_.data(); }

 private:
  DeviceBuffer<SampleColumns> samples_;
  DeviceBuffer<std::uint8_t> uncounted_;
  DeviceBuffer<char> pi_prefix_;
  DeviceBuffer<RowRules> rules_;
};

}  // namespace hapmill::cu
