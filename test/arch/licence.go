// SPDX-License-Identifier: Apache-2.0

package arch

import "bytes"

const licenceLine = "// SPDX-License-Identifier: Apache-2.0\n"

// Licence checks that each Go file begins with the licence line.
func Licence(r *Repo) []Finding {
	var found []Finding
	r.files(func(f *File) {
		if !bytes.HasPrefix(f.Source, []byte(licenceLine)) {
			found = append(found, Finding{f.Path, 1, "the first line must be " + licenceLine[:len(licenceLine)-1]})
		}
	})
	return found
}
