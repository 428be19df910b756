// SPDX-License-Identifier: Apache-2.0

package exempt

import "time"

func LocalClock() time.Time { return time.Now() }

func other() time.Time { return time.Now() } // want `time.Now`

type Server struct{}

func (*Server) Serve() { _ = time.Now() }
