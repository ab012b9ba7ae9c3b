#include "matrix/row_rewriter.hpp"

namespace hapmill {

void RowRewriter::put_bad_row(Row original, ByteBuffer& canonical) const {
  std::string_view const contig = contig_of_row(original, shape_);
  canonical.append(contig.data(), contig.size());
  if (!contig.empty()) canonical.append(&shape_.delimiter, 1);
  canonical.append("\n", 1);
}

}  // namespace hapmill
