#include "bytes/gzip_stream.hpp"

#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "bytes/compression.hpp"
#include "bytes/gzip_header.hpp"

namespace hapmill {

namespace {

/// ISA-L counts in 32 bits.
constexpr std::size_t most_at_once = 1U << 30;

char const* reason_of(int result) {
  switch (result) {
    case ISAL_INCORRECT_CHECKSUM:
      return "CRC-32 or size of the gzip member's text is not what its end says";
    case ISAL_INVALID_LOOKBACK:
      return "it refers to text before the start of the gzip member";
    default:
      return "this is no deflate stream";
  }
}

}  // namespace

struct GzipStream::Inflate {
  inflate_state state;
};

GzipStream::GzipStream(ByteSource& source, std::string file_name)
    : bytes_{source}, file_name_{std::move(file_name)}, inflate_{std::make_unique<Inflate>()} {}
GzipStream::~GzipStream() = default;

std::size_t GzipStream::read(char* to, std::size_t count) {
  inflate_state& state = inflate_->state;
  while (in_member_ || begin_member()) {
    // It only reads there.
    state.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes_.data()));
    state.avail_in = static_cast<std::uint32_t>(std::min(bytes_.size(), most_at_once));
    state.next_out = reinterpret_cast<std::uint8_t*>(to);
    state.avail_out = static_cast<std::uint32_t>(std::min(count, most_at_once));
    std::size_t const had = state.avail_in;
    std::size_t const room = state.avail_out;
    int const result = ::isal_inflate(&state);
    if (result < 0) refuse_corrupt(file_name_, bytes_.offset(), reason_of(result));
    bytes_.drop(had - state.avail_in);
    in_member_ = state.block_state != ISAL_BLOCK_FINISH;
    if (state.avail_out != room) return room - state.avail_out;
    if (in_member_ && bytes_.size() == 0 && !bytes_.read_more()) {
      refuse_cut_short(file_name_, bytes_.offset(), "inside a gzip member");
    }
  }
  return 0;
}

/// Goes past the header of the next member; false if there is none.
bool GzipStream::begin_member() {
  if (!is_first_ && !bytes_.has(1)) return false;
  std::uint64_t const offset = bytes_.offset();
  constexpr char const* no_member = "what follows the last gzip member is no other one";
  if (!is_first_ && bytes_[0] == 0) {
    if (is_zero_padding(bytes_)) return false;
    refuse_corrupt(file_name_, offset, no_member);
  }
  GzipHeader header;
  switch (read_gzip_header(bytes_, header)) {
    case GzipHeaderStatus::whole:
      break;
    case GzipHeaderStatus::cut:
      refuse_cut_short(file_name_, bytes_.offset() + bytes_.size(),
                       "inside the header of a gzip member");
    case GzipHeaderStatus::invalid:
      refuse_corrupt(file_name_, offset, is_first_ ? "this is not a gzip header" : no_member);
  }
  bytes_.drop(header.size);
  ::isal_inflate_init(&inflate_->state);
  inflate_->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
  is_first_ = false;
  in_member_ = true;
  return true;
}

}  // namespace hapmill
