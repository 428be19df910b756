// SPDX-License-Identifier: Apache-2.0

package tests

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) { _ = time.Now() }
