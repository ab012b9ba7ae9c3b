#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "options/convert_options.hpp"

namespace hapmill {

/// Default chunk size on the CPU: small enough that a chunk and its records stay in the cache of
/// one core.
inline constexpr std::size_t default_cpu_chunk_bytes = 256U << 10;
inline constexpr std::size_t most_chunk_bytes = 64U << 20;

/// The value of `--device`.
struct DeviceChoice {
  enum class Kind : std::uint8_t { automatic, cpu, cuda };
  Kind kind = Kind::automatic;
  int number = 0;             ///< of the CUDA device
  std::string word = "auto";  ///< as typed, for messages
};

/// Throws UsageError.
DeviceChoice parse_device(std::string const& word);

/// How a conversion uses the machine. Nothing here changes the output.
struct MachinePlan {
  std::size_t threads = 1;
  std::size_t chunk_bytes = 0;  ///< 0: chosen by the backend
  std::string simd = "auto";
  DeviceChoice device;
  std::uint64_t device_memory = 0;  ///< 0: by what is free
  std::uint64_t max_memory = 0;     ///< 0: no limit

  std::size_t cpu_chunk_bytes() const {
    return chunk_bytes != 0 ? chunk_bytes : default_cpu_chunk_bytes;
  }
};

/// Throws UsageError for a word that --device does not know.
MachinePlan plan_machine(ConvertOptions const& options);

}  // namespace hapmill
