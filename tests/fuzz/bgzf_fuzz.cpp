// Compressed bytes, of BGZF above all: the same text, or the same error, however they arrive and
// whoever inflates them.
#include "fuzz/fuzz_input.hpp"

#include "bytes/text_stream.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill::fuzz {
namespace {

struct Outcome {
  std::string text;
  std::string error;
  bool operator==(Outcome const&) const = default;
};

Outcome read(std::string_view bytes, std::size_t thread_count, std::size_t most_at_once) {
  constexpr std::size_t most_text_bytes = 1U << 20;
  try {
    return {decompress(bytes, most_text_bytes, thread_count, most_at_once), ""};
  } catch (InputError const& error) {
    // The place in a stream of gzip is as exact as the bytes at hand.
    std::string words = error.what();
    std::erase_if(words, [](char byte) { return byte >= '0' && byte <= '9'; });
    return {"", words};
  }
}

/// How much arrives at once is told by the last byte, so that the seeds are files as they are.
void run(std::uint8_t const* data, std::size_t size) {
  std::string_view const bytes{reinterpret_cast<char const*>(data), size};
  Outcome const whole = read(bytes, 1, SIZE_MAX);
  std::size_t const most_at_once = 1 + (size == 0 ? 0 : data[size - 1]);
  expect(read(bytes, 2, most_at_once) == whole, "bytes that arrive in parts are other bytes");
  expect(whole.text.empty() || whole.error.empty(), "a text that is an error");
}

}  // namespace
}  // namespace hapmill::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  hapmill::fuzz::run(data, size);
  return 0;
}
