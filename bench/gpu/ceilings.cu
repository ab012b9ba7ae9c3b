#include "bench/gpu/ceilings.hpp"

#include "bench/gpu/device_timer.cuh"
#include "device_memory.cuh"

#include <vector>

namespace hapmill::bench {

namespace {

/// Number of copies per measurement, so that its start and end hardly count.
constexpr int copies = 4;

struct Copies {
  explicit Copies(std::size_t size)
      : bytes{size}, pinned_in{size}, pinned_out{size}, device_in{size}, device_out{size} {
    cu::check(cudaMemsetAsync(device_in.data(), 1, size, first.get()));
    cu::check(cudaMemsetAsync(device_out.data(), 2, size, first.get()));
    first.wait();
  }

  void copy_on_device() const {
    for (int k = 0; k < copies; ++k) {
      cu::check(cudaMemcpyAsync(device_out.data(), device_in.data(), bytes,
                                cudaMemcpyDeviceToDevice, first.get()));
    }
  }
  void send(cudaStream_t stream) const {
    for (int k = 0; k < copies; ++k) {
      cu::copy_to_device(device_in.data(), pinned_in.data(), bytes, stream);
    }
  }
  void fetch(cudaStream_t stream) const {
    for (int k = 0; k < copies; ++k) {
      cu::copy_to_host(pinned_out.data(), device_out.data(), bytes, stream);
    }
  }

  std::size_t bytes;
  cu::PinnedBuffer<char> pinned_in;
  cu::PinnedBuffer<char> pinned_out;
  cu::DeviceBuffer<char> device_in;
  cu::DeviceBuffer<char> device_out;
  cu::Stream first;
  cu::Stream second;
};

/// Bytes per second of the copies that `start` enqueues in the first stream.
template <class Start>
double measure(Copies const& memory, std::size_t bytes, Start const& start) {
  Event const begin;
  Event const end;
  begin.record(memory.first.get());
  start();
  end.record(memory.first.get());
  end.wait();
  return static_cast<double>(bytes) * copies / seconds_between(begin, end);
}

/// Both directions start at the same moment, and each is timed to its own end.
void measure_both(Copies const& memory, double& to_device, double& to_host) {
  Event const begin;
  Event const sent;
  Event const fetched;
  begin.record(memory.first.get());
  begin.hold_back(memory.second.get());
  memory.send(memory.first.get());
  memory.fetch(memory.second.get());
  sent.record(memory.first.get());
  fetched.record(memory.second.get());
  sent.wait();
  fetched.wait();
  double const bytes = static_cast<double>(memory.bytes) * copies;
  to_device = bytes / seconds_between(begin, sent);
  to_host = bytes / seconds_between(begin, fetched);
}

}  // namespace

Ceilings measure_ceilings(std::size_t copy_bytes, int runs) {
  Copies const memory{copy_bytes};
  cudaStream_t const stream = memory.first.get();
  std::vector<double> rates[5];
  for (int run = -1; run < runs; ++run) {
    double const measured[3] = {
        measure(memory, 2 * copy_bytes, [&] { memory.copy_on_device(); }),
        measure(memory, copy_bytes, [&] { memory.send(stream); }),
        measure(memory, copy_bytes, [&] { memory.fetch(stream); }),
    };
    double to_device = 0;
    double to_host = 0;
    measure_both(memory, to_device, to_host);
    if (run < 0) continue;  // the first run warms up
    for (int k = 0; k < 3; ++k) rates[k].push_back(measured[k]);
    rates[3].push_back(to_device);
    rates[4].push_back(to_host);
  }
  return {spread_of(rates[0]), spread_of(rates[1]), spread_of(rates[2]), spread_of(rates[3]),
          spread_of(rates[4])};
}

}  // namespace hapmill::bench
