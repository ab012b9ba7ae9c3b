#include "bytes/bgzf_block.hpp"

#include <isa-l/igzip_lib.h>
#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <new>

namespace hapmill {

namespace {

/// A gzip header with the extra field BC, whose last two bytes are the size of the block less one.
constexpr std::array<unsigned char, 18> block_header{0x1f, 0x8b, 8, 4,   0,   0, 0, 0, 0,
                                                     0xff, 6,    0, 'B', 'C', 2, 0, 0, 0};
constexpr std::size_t block_size_at = 16;
constexpr std::size_t footer_size = 8;  // CRC-32 and size of the content
constexpr std::size_t stored_header_size =
    5;  // of deflate: last block, stored; size and its inverse

constexpr std::size_t most_payload = bgzf::most_block - block_header.size() - footer_size;
static_assert(bgzf::most_content + stored_header_size <= most_payload);

constexpr unsigned char eof_bytes[] = {0x1f, 0x8b, 8,    4, 0, 0, 0, 0, 0, 0xff, 6, 0, 'B', 'C',
                                       2,    0,    0x1b, 0, 3, 0, 0, 0, 0, 0,    0, 0, 0,   0};

void put_little_endian(char* out, std::uint32_t value, int byte_count) {
  for (int k = 0; k < byte_count; ++k) out[k] = static_cast<char>(value >> (8 * k));
}

std::size_t store(char const* content, std::size_t size, char* out) {
  out[0] = 1;
  put_little_endian(out + 1, static_cast<std::uint32_t>(size), 2);
  put_little_endian(out + 3, ~static_cast<std::uint32_t>(size), 2);
  std::memcpy(out + stored_header_size, content, size);
  return stored_header_size + size;
}

}  // namespace

std::string_view bgzf::eof_block() {
  return {reinterpret_cast<char const*>(eof_bytes), sizeof eof_bytes};
}

/// The fastest level that makes its own Huffman tables.
///
/// Its main loop, when it begins a stream on x86, enters the third byte in its hash table by bits
/// of the stream's address (ISA-L 2.30), so that a few blocks in ten thousand would depend on where
/// memory was found. A stream of a few bytes does not come to that loop, and what follows no more
/// begins: so these are flushed first, at a cost of about ten bytes a block.
///
/// ISA-L chooses its code by the CPU. On x86 all choices make the same bytes, but for the portable
/// one (before SSE 4.2, and other architectures), which hashes otherwise.
struct BlockCompressor::Igzip {
  std::size_t deflate(char const* content, std::size_t size, char* out, std::size_t room) noexcept {
    ::isal_deflate_init(&stream);
    stream.level = 1;
    stream.level_buf = buffer.data();
    stream.level_buf_size = static_cast<std::uint32_t>(buffer.size());
    // It only reads there.
    stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(content));
    stream.next_out = reinterpret_cast<std::uint8_t*>(out);
    stream.avail_out = static_cast<std::uint32_t>(room);
    std::size_t const first_size = std::min(size, flushed_size);
    bool const fits = run(first_size, SYNC_FLUSH, 0) && run(size - first_size, NO_FLUSH, 1);
    return fits && stream.internal_state.state == ZSTATE_END ? stream.total_out : 0;
  }

  bool run(std::size_t size, std::uint16_t flush, std::uint16_t end_of_stream) {
    stream.avail_in = static_cast<std::uint32_t>(size);
    stream.flush = flush;
    stream.end_of_stream = end_of_stream;
    return ::isal_deflate(&stream) == COMP_OK && stream.avail_in == 0;
  }

  static constexpr std::size_t flushed_size = 8;  // its main loop takes 17 or more

  isal_zstream stream{};
  std::array<std::uint8_t, ISAL_DEF_LVL1_DEFAULT> buffer{};
};

struct BlockCompressor::Deflate {
  explicit Deflate(int level) : compressor{::libdeflate_alloc_compressor(level)} {
    if (compressor == nullptr) throw std::bad_alloc{};
  }
  Deflate(Deflate const&) = delete;
  Deflate& operator=(Deflate const&) = delete;
  ~Deflate() { ::libdeflate_free_compressor(compressor); }

  libdeflate_compressor* compressor;
};

BlockCompressor::BlockCompressor(int level) {
  assert(level >= 0 && level <= 9);
  if (level == 1) igzip_ = std::make_unique<Igzip>();
  if (level >= 2) deflate_ = std::make_unique<Deflate>(level);
}

BlockCompressor::~BlockCompressor() = default;
BlockCompressor::BlockCompressor(BlockCompressor&&) noexcept = default;
BlockCompressor& BlockCompressor::operator=(BlockCompressor&&) noexcept = default;

std::size_t BlockCompressor::compress(char const* content, std::size_t size, char* block) noexcept {
  assert(size >= 1 && size <= bgzf::most_content);
  char* const payload = block + block_header.size();
  std::size_t payload_size = deflate(content, size, payload, most_payload);
  if (payload_size == 0 || payload_size > stored_header_size + size) {
    payload_size = store(content, size, payload);
  }
  std::size_t const block_size = block_header.size() + payload_size + footer_size;
  std::memcpy(block, block_header.data(), block_header.size());
  put_little_endian(block + block_size_at, static_cast<std::uint32_t>(block_size - 1), 2);
  char* const footer = payload + payload_size;
  put_little_endian(footer, ::libdeflate_crc32(0, content, size), 4);
  put_little_endian(footer + 4, static_cast<std::uint32_t>(size), 4);
  return block_size;
}

/// The size of a deflate stream in `out`; 0: it has no room there, or is not wanted.
std::size_t BlockCompressor::deflate(char const* content, std::size_t size, char* out,
                                     std::size_t room) noexcept {
  if (igzip_) return igzip_->deflate(content, size, out, room);
  if (!deflate_) return 0;
  return ::libdeflate_deflate_compress(deflate_->compressor, content, size, out, room);
}

}  // namespace hapmill
