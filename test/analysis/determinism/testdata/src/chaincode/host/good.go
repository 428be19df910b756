// SPDX-License-Identifier: Apache-2.0

package host

import (
	_ "crypto/sha256"
	_ "net/mail"
	_ "net/netip"
	_ "net/url"
	_ "path"
	_ "runtime/debug"
	_ "strings"
)
