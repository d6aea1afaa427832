"""Whom PostgreSQL runs as when we are root, which it refuses to be."""

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass

from collab.stack.prepare import CannotStart, say


@dataclass
class ServerUser:
    """Another user of this machine, by number."""

    uid: int
    gid: int

    def may_pass(self, path):
        """Whether this user may pass through a folder or run a program."""
        test = ["test", "-x", str(path)]
        return subprocess.run(test, cwd="/", user=self.uid, group=self.gid, extra_groups=[]).returncode == 0

    def let_in(self, folder, program):
        """Let this user pass through the folders above `folder` and `program`, and say where that was needed."""
        for goal in (folder, program.parent):
            for each in reversed([goal, *goal.parents]):
                if not self.may_pass(each):
                    say(f"PostgreSQL does not run as root; its user may now pass through {each} (chmod o+x).")
                    each.chmod(stat.S_IMODE(each.stat().st_mode) | stat.S_IXOTH)
        if not self.may_pass(program):
            raise CannotStart(f"PostgreSQL does not run as root, and user {self.uid} may not run {program}.")


def server_user(*folders):
    """As root: the owner of the first folder that is not root's, else nobody. As anybody else: None."""
    if os.geteuid() != 0:
        return None
    for folder in folders:
        if folder.exists() and folder.stat().st_uid != 0:
            return ServerUser(folder.stat().st_uid, folder.stat().st_gid)
    nobody = pwd.getpwnam("nobody")
    return ServerUser(nobody.pw_uid, nobody.pw_gid)
