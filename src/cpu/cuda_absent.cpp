// Replaces the CUDA backend in a build without nvcc.
#include "hapmill/backend/cuda_backend.hpp"
#include "hapmill/backend/cuda_devices.hpp"

namespace hapmill::cu {

DeviceCount count_devices() { return {0, "this hapmill was built without CUDA"}; }

DeviceInfo inspect_device(int /*device*/) {
  DeviceInfo info;
  info.problem = count_devices().problem;
  return info;
}

DeviceCosts device_costs() { return {}; }

std::unique_ptr<CudaBackend> make_cuda_backend(RowPlan const& /*plan*/,
                                               MatrixSource const& /*source*/,
                                               CudaOptions const& /*options*/) {
  throw DeviceError{count_devices().problem};
}

}  // namespace hapmill::cu
