#include "bytes/digest.hpp"

#include <htslib/hts.h>

#include <array>
#include <memory>
#include <new>

namespace hapmill {

std::string digest_of(std::string_view text) {
  std::unique_ptr<hts_md5_context, decltype(&::hts_md5_destroy)> const context{::hts_md5_init(),
                                                                               ::hts_md5_destroy};
  if (!context) throw std::bad_alloc{};
  // htslib counts bytes in 32 bits at most in one call.
  constexpr std::size_t step = std::size_t{1} << 30;
  for (std::size_t at = 0; at < text.size(); at += step) {
    auto const piece = text.substr(at, step);
    ::hts_md5_update(context.get(), piece.data(), piece.size());
  }
  std::array<unsigned char, 16> digest{};
  std::array<char, 33> hex{};
  ::hts_md5_final(digest.data(), context.get());
  ::hts_md5_hex(hex.data(), digest.data());
  return hex.data();
}

}  // namespace hapmill
