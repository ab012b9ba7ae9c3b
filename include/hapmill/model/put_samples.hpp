#pragma once

#include <cstdint>

#include "hapmill/model/genotype.hpp"
#include "hapmill/model/put_bytes.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// Appends the texts of all samples, in output order, and a newline.
///
/// `put_one(out, at, columns)` appends the text of one sample and returns the next place; with a
/// null `out` it only counts. Each lane writes a part of the samples. Returns the place after the
/// newline.
template <class Lanes, class PutSample>
HAPMILL_HD std::uint64_t put_samples(Lanes lanes, GenotypeFormat const& format, char* out,
                                     std::uint64_t at, PutSample const& put_one) {
  for (std::uint32_t base = 0; base < format.sample_count; base += lanes.size()) {
    std::uint32_t const k = base + lanes.rank();
    if constexpr (Lanes::size() == 1) {
      at = put_one(out, at, format.samples[k]);
    } else {
      bool const active = k < format.sample_count;
      auto const size = active ? put_one(nullptr, 0, format.samples[k]) : std::uint64_t{0};
      std::uint64_t total = 0;
      std::uint64_t const before = lanes.exclusive_sum(size, total);
      if (active && out != nullptr) put_one(out, at + before, format.samples[k]);
      at += total;
    }
  }
  if (lanes.rank() == 0) put(out, at, '\n');
  return at + 1;
}

}  // namespace hapmill
