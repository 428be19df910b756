// SPDX-License-Identifier: Apache-2.0

// Package gateway is outside the governed tree.
package gateway

import "time"

func Now() time.Time { return time.Now() }
