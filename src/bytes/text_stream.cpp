#include "bytes/text_stream.hpp"

#include <algorithm>

#include "bytes/bgzf_stream.hpp"
#include "bytes/gzip_stream.hpp"
#include "bytes/read_ahead.hpp"
#include "bytes/zstd_stream.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

std::unique_ptr<TextStream> open_text_stream(Compression compression, ByteSource& bytes,
                                             std::string const& file_name, TaskPool& pool) {
  switch (compression) {
    case Compression::none:
      break;
    case Compression::gzip:
      return std::make_unique<ReadAhead>(std::make_unique<GzipStream>(bytes, file_name), bytes,
                                         pool);
    case Compression::bgzf:
      return std::make_unique<BgzfStream>(bytes, file_name, pool);
    case Compression::zstd:
      return std::make_unique<ReadAhead>(std::make_unique<ZstdStream>(bytes, file_name), bytes,
                                         pool);
  }
  return nullptr;
}

std::string decompress(std::string_view compressed, std::size_t most_text_bytes,
                       std::size_t thread_count, std::size_t most_at_once) {
  constexpr std::size_t step = 64U << 10;
  std::string const file_name = "the bytes";
  MemoryBytes looked_at{compressed, most_at_once};
  ByteWindow window{looked_at};
  Compression const compression = find_compression(window, file_name);
  if (compression == Compression::none) return std::string{compressed};
  TaskPool pool{thread_count};
  MemoryBytes bytes{compressed, most_at_once};
  auto const stream = open_text_stream(compression, bytes, file_name, pool);
  std::string text;
  while (true) {
    std::size_t const before = text.size();
    text.resize(before + step);
    std::size_t const got = stream->read(text.data() + before, step);
    text.resize(before + got);
    if (got == 0) return text;
    if (text.size() > most_text_bytes) throw InputError{"the text is too large"};
  }
}

}  // namespace hapmill
