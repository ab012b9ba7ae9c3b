#include "bytes/zstd_stream.hpp"

#include <fmt/format.h>
#include <zstd_errors.h>

#include <new>
#include <utility>

#include "bytes/compression.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

ZstdStream::ZstdStream(ByteSource& source, std::string file_name)
    : bytes_{source}, file_name_{std::move(file_name)}, context_{::ZSTD_createDCtx()} {
  if (context_ == nullptr) throw std::bad_alloc{};
}

std::size_t ZstdStream::read(char* to, std::size_t count) {
  while (in_frame_ || bytes_.has(1)) {
    ZSTD_inBuffer in{bytes_.data(), bytes_.size(), 0};
    ZSTD_outBuffer out{to, count, 0};
    std::size_t const result = ::ZSTD_decompressStream(context_.get(), &out, &in);
    if (::ZSTD_isError(result) != 0) refuse(result);
    bytes_.drop(in.pos);
    in_frame_ = result != 0;
    if (out.pos != 0) return out.pos;
    if (in_frame_ && bytes_.size() == 0 && !bytes_.read_more()) {
      refuse_cut_short(file_name_, bytes_.offset(), "inside a zstd frame");
    }
  }
  return 0;
}

void ZstdStream::refuse(std::size_t result) const {
  if (::ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge) {
    throw InputError{fmt::format(
        "{} has at byte {} of the compressed file a zstd frame that takes more than 128 "
        "MiB of memory to read: `zstd -dc --long=31 FILE | hapmill convert -`",
        file_name_, bytes_.offset())};
  }
  refuse_corrupt(file_name_, bytes_.offset(),
                 fmt::format("zstd says: {}", ::ZSTD_getErrorName(result)));
}

}  // namespace hapmill
