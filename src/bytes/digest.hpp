#pragma once

#include <string>
#include <string_view>

namespace hapmill {

/// MD5 of a text in hexadecimal digits: tells texts apart, but not against ill will.
std::string digest_of(std::string_view text);

}  // namespace hapmill
