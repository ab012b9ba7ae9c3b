#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hapmill {

/// How many bytes at the start of a file are used to detect its kind. So many bytes of a stream are
/// read before anything is decided, so that the answer does not depend on how they arrive.
inline constexpr std::size_t kind_sample_bytes = 64U << 10;

/// Describes a file that cannot be a genome matrix: what it is and what to do with it, as the rest
/// of a sentence that starts with the file's name. Returns nothing if the file may be a matrix.
///
/// `begin` holds its first bytes, decompressed. A last line that is cut off is read up to its last
/// delimiter.
std::optional<std::string> what_it_looks_like(std::string_view begin, char delimiter);

/// Throws InputError for a file that cannot be a genome matrix.
void refuse_other_kind(std::string const& name, std::string_view begin, char delimiter);

}  // namespace hapmill
