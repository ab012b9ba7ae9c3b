#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "bytes/byte_source.hpp"
#include "bytes/compression.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// The text of a compressed file, in order. Throws InputError, with the offset among the compressed
/// bytes, where these are corrupt or cut short: once all text before has been given.
class TextStream {
 public:
  virtual ~TextStream() = default;
  /// The next bytes, at least one; 0 at the end. `count` is not 0.
  virtual std::size_t read(char* to, std::size_t count) = 0;
};

/// The text of what is compressed so, decompressed ahead by the pool's tasks; for the thread that
/// submits to it. Keeps references to `bytes` and the pool. Null for Compression::none.
std::unique_ptr<TextStream> open_text_stream(Compression compression, ByteSource& bytes,
                                             std::string const& file_name, TaskPool& pool);

/// The text of compressed bytes, as a matrix of that name is read: for tests, and for programs that
/// try what corrupt bytes do.
///
/// Throws InputError for what the name's file would be refused for, and for a text of more than
/// `most_text_bytes`. Bytes that are not compressed are their own text.
std::string decompress(std::string_view compressed, std::size_t most_text_bytes,
                       std::size_t thread_count = 1, std::size_t most_at_once = SIZE_MAX);

}  // namespace hapmill
