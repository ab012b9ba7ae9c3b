#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bytes/byte_source.hpp"

namespace hapmill {

/// How a matrix is compressed, as detected from its first bytes.
enum class Compression : std::uint8_t { none, gzip, bgzf, zstd };

/// Looks at the first bytes of a file; takes nothing away. Throws InputError where it is of a kind
/// that only another program reads (bzip2, xz, zip …).
Compression find_compression(ByteWindow& bytes, std::string const& file_name);

/// The command that writes such a file's text to a pipe, `zstd -dc`.
std::string_view decompressing_command(Compression compression);

/// What is wrong with compressed bytes, and where: an InputError.
[[noreturn]] void refuse_corrupt(std::string const& file_name, std::uint64_t offset,
                                 std::string_view what);
/// The same for bytes that end too early, at `end`.
[[noreturn]] void refuse_cut_short(std::string const& file_name, std::uint64_t end,
                                   std::string_view what);

}  // namespace hapmill
