// Decompresses bytes, mainly BGZF. The text or the error has to be the same however many bytes
// arrive at a time, and with every decompressor.
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
    // In a gzip stream, the place of an error is known only as exactly as the bytes that have
    // arrived.
    std::string words = error.what();
    std::erase_if(words, [](char byte) { return byte >= '0' && byte <= '9'; });
    return {"", words};
  }
}

/// The last byte says how many bytes arrive at once, so that ordinary files can be seeds.
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
