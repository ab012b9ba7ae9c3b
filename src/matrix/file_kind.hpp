#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hapmill {

/// Bytes from the begin of a file that tell its kind. A stream is read that far before anything is
/// decided, so that the answer does not depend on how it was delivered.
inline constexpr std::size_t kind_sample_bytes = 64U << 10;

/// What a file is that cannot be a genome matrix, as the end of a sentence that its name begins:
/// what it is and what to do with it. None where it may be a matrix, however odd.
///
/// `begin` are its first bytes, decompressed; a last line that is cut off counts up to its last
/// delimiter.
std::optional<std::string> what_it_looks_like(std::string_view begin, char delimiter);

/// Throws InputError for a file that cannot be a genome matrix.
void refuse_other_kind(std::string const& name, std::string_view begin, char delimiter);

}  // namespace hapmill
